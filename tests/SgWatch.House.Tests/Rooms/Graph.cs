namespace SgWatch.House.Tests.Rooms;

/// <summary>What uses what, followed further than one step.</summary>
internal static class Graph
{
    /// <summary>Everything that can be reached from a node, and the node itself.</summary>
    public static HashSet<T> Reach<T>(ILookup<T, T> next, T from)
    {
        var seen = new HashSet<T> { from };
        var waiting = new Queue<T>([from]);
        while (waiting.TryDequeue(out var node))
        {
            foreach (var other in next[node].Where(seen.Add))
            {
                waiting.Enqueue(other);
            }
        }
        return seen;
    }
}
