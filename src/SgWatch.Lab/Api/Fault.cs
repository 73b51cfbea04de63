namespace SgWatch.Lab.Api;

/// <summary>What is to go wrong with a call.</summary>
/// <param name="Matches">True for a call that it is meant for.</param>
/// <param name="Error">What the call answers.</param>
public sealed record Fault(Func<LabCall, bool> Matches, AwsError Error)
{
    /// <summary>Whether the call does its work first, so that only its answer is lost.</summary>
    public bool IsAfter { get; init; }

    /// <summary>How many calls fail.</summary>
    public long Times { get; init; } = 1;
}
