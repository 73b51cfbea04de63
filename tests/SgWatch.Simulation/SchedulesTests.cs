using System.Diagnostics;
using System.Globalization;
using SgWatch.Simulation.Actors;
using SgWatch.Simulation.Runs;

namespace SgWatch.Simulation;

/// <summary>Plays stories by chance. A failure prints its seed, a shrunken story and what happened in it.</summary>
public sealed class SchedulesTests(ITestOutputHelper output)
{
    private const int Seeds = 1_000;
    private const int MinToHaveAll = 900; // fewer stories may lack something by chance
    private const string FailuresVariable = "SGWATCH_SIMULATE_FAILURES";
    private const string SeedVariable = "SGWATCH_SIMULATE_SEED";
    private const string MinutesVariable = "SGWATCH_SIMULATE_MINUTES";

    private static readonly string[] Expected =
    [
        .. Enum.GetNames<ActKind>().Select(static kind => $"act: {kind}"),
        "fault: EC2 doesn't answer", "fault: record doesn't answer", "fault: memory doesn't answer", "fault: CloudTrail doesn't answer",
        "fault: SNS doesn't answer", "fault: answer of EC2 lost", "fault: answer of record lost", "fault: answer of memory lost",
        "fault: answer of SNS lost", "fault: EC2 shows changes late", "fault: a message went to the dead letters",
        "fault: an event was late", "fault: an event was lost", "fault: an event came twice", "fault: nothing was handled for hours",
        "fault: the process died in the middle", "fault: a command was killed", "law S1", "law S2", "law S3", "law S4: a person accepted",
        "law S4: a person put it back", "law L1", "law L2", "law L3: notified once", "law L3: each entry",
        "law: every change is in the record", "law: people were notified of every change", "law: no message says what did not happen",
        "law: the undo of everything gives the world without the guard",
    ];

    [Fact]
    public void The_laws_hold_in_every_story()
    {
        var first = Number(SeedVariable);
        var minutes = Number(MinutesVariable);
        var seeds = minutes is not null ? ulong.MaxValue / 2 : first is not null ? 1 : (ulong)Tests.Laws.Scaled(Seeds);
        var most = (int)(Number(FailuresVariable) ?? 3);
        var clock = Stopwatch.StartNew();
        var played = new PlayedStories(first ?? 1, seeds, most, minutes is { } limit ? TimeSpan.FromMinutes(limit) : TimeSpan.MaxValue);
        played.Play();
        output.WriteLine($"{played.Count} stories in {clock.Elapsed.TotalSeconds:0.0} s on {PlayedStories.Threads} threads, "
            + $"{played.Count / Math.Max(clock.Elapsed.TotalMinutes, 0.001):0} a minute\n{played.Tally}");
        if (played.Failed.Count == 0 && played.Count >= MinToHaveAll)
        {
            Assert.All(Expected, what => Assert.True(
                played.Tally.Counts.Keys.Any(key => key.StartsWith(what, StringComparison.Ordinal)), $"never happened: {what}"));
        }
        Assert.True(played.Failed.Count == 0, string.Join("\n\n", played.Failed.Select(Report)));
    }

    private static ulong? Number(string variable) => Environment.GetEnvironmentVariable(variable) is { Length: > 0 } text
        ? ulong.Parse(text, CultureInfo.InvariantCulture)
        : null;

    private static string Report(RunResult failed)
    {
        var small = Shrinker.Shrink(failed);
        return $"seed {failed.Story.Seed}: {Broken(failed)}\n"
            + $"the shrunken story, with {small.Story.OldRules} further old rules:\n{small.Story}\n"
            + $"breaks: {Broken(small)}\nwhat happened:\n  {string.Join("\n  ", small.Lines)}";

        static string Broken(RunResult result) => string.Join("\n  ", result.Failures.Select(failure => $"{failure.Law}: {failure.How}"));
    }
}
