using System.Diagnostics;
using System.Globalization;
using SgWatch.Simulation.Runs;

namespace SgWatch.Simulation;

/// <summary>Plays stories by chance. A failure prints its seed, a shrunken story and what happened in it.</summary>
public sealed class SchedulesTests(ITestOutputHelper output)
{
    private const int Seeds = 200;
    private const int MaxFailures = 3;
    private const string SeedVariable = "SGWATCH_SIMULATE_SEED";
    private const string MinutesVariable = "SGWATCH_SIMULATE_MINUTES";

    [Fact]
    public void The_laws_hold_in_every_story()
    {
        var first = Number(SeedVariable);
        var minutes = Number(MinutesVariable);
        var seeds = minutes is not null ? ulong.MaxValue : first is not null ? 1 : (ulong)Tests.Laws.Scaled(Seeds);
        var clock = Stopwatch.StartNew();
        var tally = new Tally();
        var failed = new List<RunResult>();
        var seed = first ?? 1;
        var played = 0UL;
        for (; played < seeds && failed.Count < MaxFailures && !(clock.Elapsed.TotalMinutes >= minutes); played++, seed++)
        {
            var result = Run.Play(Story.Of(seed));
            tally.Add(result.Tally);
            if (result.Failures.Count > 0)
            {
                failed.Add(result);
            }
        }
        output.WriteLine($"{played} stories in {clock.Elapsed.TotalSeconds:0.0} s, "
            + $"{played / Math.Max(clock.Elapsed.TotalMinutes, 0.001):0} a minute\n{tally}");
        Assert.True(failed.Count == 0, string.Join("\n\n", failed.Select(Report)));
    }

    private static ulong? Number(string variable) => Environment.GetEnvironmentVariable(variable) is { Length: > 0 } text
        ? ulong.Parse(text, CultureInfo.InvariantCulture)
        : null;

    private static string Report(RunResult failed)
    {
        var small = Shrinker.Shrink(failed);
        return $"seed {failed.Story.Seed}: {Broken(failed)}\nthe shrunken story, with {small.Story.OldRules} further old rules:\n{small.Story}\n"
            + $"breaks: {Broken(small)}\nwhat happened:\n  {string.Join("\n  ", small.Lines)}";

        static string Broken(RunResult result) => string.Join("\n  ", result.Failures.Select(failure => $"{failure.Law}: {failure.How}"));
    }
}
