namespace SgWatch.Lab.Identities;

/// <summary>Makes the lab's ids, the same ones from the same seed. Safe to use from several threads.</summary>
internal sealed class LabIds(int seed)
{
    private readonly Random _random = new(seed);
    private readonly Lock _lock = new();

    /// <summary>An id of a resource, such as <c>sg-0123456789abcdef0</c>.</summary>
    /// <param name="prefix">Such as <c>sg-</c>.</param>
    public string Resource(string prefix) => prefix + Hex(17);

    /// <summary>Ids of their own, from the same seed: taking them changes none of these.</summary>
    public LabIds Apart() => new(seed ^ 0x5A5A);

    /// <summary>An id of a request, an event or a message.</summary>
    public string Uuid() => new Guid(Bytes(16)).ToString();

    /// <summary>Lower-case hexadecimal digits.</summary>
    public string Hex(int digits) => Convert.ToHexStringLower(Bytes((digits + 1) / 2))[..digits];

    private byte[] Bytes(int count)
    {
        var bytes = new byte[count];
        lock (_lock)
        {
            _random.NextBytes(bytes);
        }
        return bytes;
    }
}
