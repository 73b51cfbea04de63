namespace SgWatch.Simulation.Runs;

/// <summary>Makes the story of a failure smaller, as long as it breaks the same law.</summary>
internal static class Shrinker
{
    private const int MaxRuns = 400;

    /// <summary>The smallest story that was found, played again with every line of it.</summary>
    public static RunResult Shrink(RunResult failed)
    {
        var law = failed.Failures[0].Law;
        var story = failed.Story;
        var runs = 0;
        bool isSmaller;
        do
        {
            isSmaller = false;
            for (var count = Math.Max(story.Acts.Length / 2, 1); count > 0; count /= 2)
            {
                for (var i = story.Acts.Length - count; i >= 0 && runs < MaxRuns; i -= count)
                {
                    isSmaller |= TryTake(story with { Acts = story.Acts.RemoveRange(i, count) });
                }
            }
            isSmaller |= story.OldRules > 0 && TryTake(story with { OldRules = story.OldRules - 1 });
        }
        while (isSmaller && runs < MaxRuns);
        return Run.Play(story, isTraced: true);

        bool TryTake(Story smaller)
        {
            runs++;
            if (!Run.Play(smaller).Failures.Any(failure => failure.Law == law))
            {
                return false;
            }
            story = smaller;
            return true;
        }
    }
}
