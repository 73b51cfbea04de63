using SgWatch.Simulation.Runs;

namespace SgWatch.Simulation;

public sealed class SchedulerTests
{
    [Theory]
    [InlineData(1UL)]
    [InlineData(20260822UL)]
    public void The_same_seed_gives_the_same_run_line_by_line(ulong seed)
    {
        var (one, other) = (Run.Play(Story.Of(seed), isTraced: true), Run.Play(Story.Of(seed), isTraced: true));

        Assert.NotEmpty(one.Lines);
        Assert.Equal(one.Lines, other.Lines);
    }
}
