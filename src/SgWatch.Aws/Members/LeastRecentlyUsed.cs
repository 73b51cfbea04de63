namespace SgWatch.Aws.Members;

/// <summary>Keeps what was made for the keys asked for last, up to a bound; what is dropped holds nothing that must be given back.</summary>
internal sealed class LeastRecentlyUsed<TKey, TValue>(int capacity)
    where TKey : notnull
{
    private readonly Lock _lock = new();
    private readonly OrderedDictionary<TKey, TValue> _values = [];

    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _values.Count;
            }
        }
    }

    /// <summary>The value of a key, made if there is none.</summary>
    public TValue Get(TKey key, Func<TValue> make)
    {
        lock (_lock)
        {
            if (!_values.Remove(key, out var value))
            {
                value = make();
                if (_values.Count == capacity)
                {
                    _values.RemoveAt(0);
                }
            }
            _values.Add(key, value); // last, for it was used last
            return value;
        }
    }
}
