using System.Buffers;
using System.Text.Json;
using SgWatch.Traffic;

namespace SgWatch.Verdicts;

/// <summary>A cache of the JSON that lists what a finding violates, by its traffic.</summary>
/// <remarks>
/// Many groups have the same mistake. What it violates is then the same set each time, written as dozens of CIDR blocks.
/// It belongs to one writer and isn't safe for several threads. When it is full, it is emptied.
/// </remarks>
/// <param name="maxBytes">The most bytes that are cached. The default holds some thousand usual sets.</param>
public sealed class TrafficJsonCache(int maxBytes = 1 << 22)
{
    private const int EntryBytes = 512; // roughly what an entry takes in addition to its text

    private readonly Dictionary<TrafficSet, byte[]> _cached = [];
    private int _bytes;

    /// <summary>The JSON array of the set's rules. Empty if <see cref="FindingJson.TryWriteCover"/> writes none.</summary>
    internal ReadOnlySpan<byte> Of(TrafficSet traffic)
    {
        if (_cached.TryGetValue(traffic, out var cached))
        {
            return cached;
        }
        var texts = Make(traffic);
        if (_bytes + texts.Length + EntryBytes > maxBytes)
        {
            _cached.Clear();
            _bytes = 0;
        }
        _bytes += texts.Length + EntryBytes;
        _cached.Add(traffic, texts);
        return texts;
    }

    private static byte[] Make(TrafficSet traffic)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var json = new Utf8JsonWriter(buffer))
        {
            if (!FindingJson.TryWriteCover(json, traffic))
            {
                return [];
            }
        }
        return buffer.WrittenSpan.ToArray();
    }
}
