using SgWatch.Simulation.World;

namespace SgWatch.Simulation.Runs;

/// <summary>Plays many stories, one on each processor at a time.</summary>
/// <param name="first">The first seed.</param>
/// <param name="seeds">How many seeds at most.</param>
/// <param name="failures">After how many failures it ends.</param>
/// <param name="time">After which time it ends.</param>
internal sealed class PlayedStories(ulong first, ulong seeds, int failures, TimeSpan time)
{
    private readonly Lock _lock = new();
    private readonly DateTime _begun = DateTime.UtcNow;
    private ulong _played;

    /// <summary>How many stories are played at a time.</summary>
    public static int Threads => Environment.ProcessorCount;

    /// <summary>How many stories were played.</summary>
    public int Count { get; private set; }

    /// <summary>How often what happened, in all of them.</summary>
    public Tally Tally { get; } = new();

    /// <summary>The stories that broke a law, by their seeds.</summary>
    public List<RunResult> Failed { get; } = [];

    /// <summary>Plays.</summary>
    public void Play()
    {
        var threads = Enumerable.Range(0, Threads).Select(_ => new Thread(PlayOnThisThread)).ToList();
        threads.ForEach(static thread => thread.Start());
        threads.ForEach(static thread => thread.Join());
        Failed.Sort(static (one, other) => one.Story.Seed.CompareTo(other.Story.Seed));
    }

    private void PlayOnThisThread()
    {
        while (TryNext(out var seed))
        {
            var result = Run.Play(Story.Of(seed));
            lock (_lock)
            {
                Count++;
                Tally.Add(result.Tally);
                if (result.Failures.Count > 0)
                {
                    Failed.Add(result);
                }
            }
        }
    }

    private bool TryNext(out ulong seed)
    {
        lock (_lock)
        {
            seed = first + _played;
            return _played++ < seeds && Failed.Count < failures && DateTime.UtcNow - _begun < time;
        }
    }
}
