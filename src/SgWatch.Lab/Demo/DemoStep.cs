namespace SgWatch.Lab.Demo;

/// <summary>One thing that somebody does to the company's groups.</summary>
/// <param name="Title">What it is, in a few words.</param>
/// <param name="Who">The access key it is done with.</param>
/// <param name="Action">The EC2 call.</param>
/// <param name="Parameters">Its parameters.</param>
public sealed record DemoStep(string Title, string Who, string Action, params (string Name, string Value)[] Parameters)
{
    /// <summary>The rule text that is to stay; null where nothing new may stay.</summary>
    public string? Stays { get; init; }

    /// <summary>The rule text that was there and goes with what is done; what a rule admitted before it was edited is in no event.</summary>
    public string? Goes { get; init; }
}
