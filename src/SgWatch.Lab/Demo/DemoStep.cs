namespace SgWatch.Lab.Demo;

/// <summary>One thing that somebody does to the company's groups.</summary>
/// <param name="Title">What it is, in a few words.</param>
/// <param name="Who">The access key with which it is done.</param>
/// <param name="Action">The EC2 call.</param>
/// <param name="Parameters">The call's parameters.</param>
public sealed record DemoStep(string Title, string Who, string Action, params (string Name, string Value)[] Parameters)
{
    /// <summary>The text of a new rule that must stay. Null if no new rule may stay.</summary>
    public string? Stays { get; init; }

    /// <summary>The text of an old rule that the step replaces. It can't come back, because no event says what it was.</summary>
    public string? Goes { get; init; }
}
