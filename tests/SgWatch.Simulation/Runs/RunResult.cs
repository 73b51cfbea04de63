namespace SgWatch.Simulation.Runs;

/// <summary>What came of a run.</summary>
/// <param name="Story">Its story.</param>
/// <param name="Failures">The laws that were broken, and how.</param>
/// <param name="Tally">How often what happened.</param>
/// <param name="Lines">What happened, line by line; empty if nobody asked for it.</param>
internal sealed record RunResult(
    Story Story, IReadOnlyList<(string Law, string How)> Failures, Tally Tally, IReadOnlyList<string> Lines);
