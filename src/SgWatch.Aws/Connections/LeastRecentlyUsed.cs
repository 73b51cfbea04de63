namespace SgWatch.Aws.Connections;

/// <summary>A bounded cache: when it is full, the value that was used longest ago is dropped.</summary>
/// <remarks>A dropped value isn't disposed, so it must hold nothing that has to be released.</remarks>
internal sealed class LeastRecentlyUsed<TKey, TValue>(int capacity)
    where TKey : notnull
{
    private readonly Lock _lock = new();
    private readonly OrderedDictionary<TKey, TValue> _values = []; // the least recently used comes first

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

    /// <summary>The value of a key; it is made if there is none.</summary>
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
            _values.Add(key, value);
            return value;
        }
    }
}
