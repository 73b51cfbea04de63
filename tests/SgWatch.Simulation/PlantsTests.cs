using SgWatch.Simulation.Runs;
using SgWatch.Simulation.World;

namespace SgWatch.Simulation;

/// <summary>Bugs that are put into the guard: each is found. The output says by which seed and which law.</summary>
public sealed class PlantsTests(ITestOutputHelper output)
{
    private const ulong MaxSeeds = 400;

    public static TheoryData<string> Names => [.. Enum.GetNames<Plant>().Where(static name => name != nameof(Plant.None))];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_planted_bug_is_found(string name)
    {
        for (ulong seed = 1; seed <= MaxSeeds; seed++)
        {
            if (Run.Play(Story.Of(seed), plant: Enum.Parse<Plant>(name)).Failures is [var failure, ..])
            {
                output.WriteLine($"{name}: seed {seed}, law {failure.Law}");
                return;
            }
        }
        Assert.Fail($"{name} isn't found by {MaxSeeds} seeds");
    }
}
