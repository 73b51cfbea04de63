namespace SgWatch.Simulation.Runs;

/// <summary>How often each fault and action happened, and each law applied.</summary>
internal sealed class Tally
{
    private readonly SortedDictionary<string, long> _counts = new(StringComparer.Ordinal);

    public IReadOnlyDictionary<string, long> Counts => _counts;

    public void Hit(string what) => _counts[what] = _counts.GetValueOrDefault(what) + 1;

    public void Add(Tally other)
    {
        foreach (var (what, count) in other._counts)
        {
            _counts[what] = _counts.GetValueOrDefault(what) + count;
        }
    }

    public override string ToString() => string.Join('\n', _counts.Select(count => $"  {count.Value,9:N0}  {count.Key}"));
}
