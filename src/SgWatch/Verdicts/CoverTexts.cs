using System.Buffers;
using System.Text.Json;
using SgWatch.Traffic;

namespace SgWatch.Verdicts;

/// <summary>What findings violate, as JSON, kept for the next finding of the same traffic.</summary>
/// <remarks>
/// The same mistake stands in group after group, and what it violates is the same set each time, told as dozens of CIDR blocks.
/// One writer's own: not for several threads. Bounded: when it is full it starts anew.
/// </remarks>
/// <param name="maxBytes">How much is kept; by default some thousand sets of the usual kind.</param>
public sealed class CoverTexts(int maxBytes = 1 << 22)
{
    private const int EntryBytes = 512; // what an entry takes beside its text, roughly

    private readonly Dictionary<TrafficSet, byte[]> _kept = [];
    private int _bytes;

    /// <summary>The JSON array of the set's rules; empty where <see cref="FindingJson.TryWriteCover"/> writes none.</summary>
    internal ReadOnlySpan<byte> Of(TrafficSet traffic)
    {
        if (_kept.TryGetValue(traffic, out var kept))
        {
            return kept;
        }
        var texts = Make(traffic);
        if (_bytes + texts.Length + EntryBytes > maxBytes)
        {
            _kept.Clear();
            _bytes = 0;
        }
        _bytes += texts.Length + EntryBytes;
        _kept.Add(traffic, texts);
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
