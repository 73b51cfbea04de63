using SgWatch.EndToEnd.Tools;
using SgWatch.Lab;
using SgWatch.Tests;

namespace SgWatch.EndToEnd.Lab;

/// <summary>The lab against an emulator that others wrote: the same calls give the same answers and rules, but for the listed differences.</summary>
[Collection(UsesMoto.Name)]
public sealed class DifferentialTests(MotoFixture fixture, ITestOutputHelper output)
{
    private const int FirstSeed = 10; // from here on, so many runs meet all of the listed differences
    private const int MinRuns = 3;
    private const int StepsPerRun = 150;

    [Fact]
    public async Task Random_runs_differ_only_where_a_document_says_so()
    {
        var met = new Dictionary<KnownDifference, int>();
        for (var run = 0; run < Math.Max(MinRuns, Laws.Scaled(MinRuns)); run++)
        {
            await fixture.Server.ResetAsync();
            await using var host = await LabHost.StartAsync(new LabOptions(), TestContext.Current.CancellationToken);
            using var lab = new Side("lab", host.Url);
            using var moto = new Side("moto", fixture.Server.Url);
            await new DifferentialRun(FirstSeed + run, lab, moto, met).RunAsync(StepsPerRun);
        }
        foreach (var (difference, count) in met.OrderBy(pair => pair.Key.Name, StringComparer.Ordinal))
        {
            output.WriteLine($"{count,4} x moto: {difference.Name} [{difference.Document}]");
        }
        var all = KnownDifference.InCode.Concat(KnownDifference.InAnswer).Concat(KnownDifference.InRules);
        Assert.Empty(all.Except(met.Keys).Select(difference => difference.Name)); // the list has what is, not what may be
    }
}
