using System.IO.Compression;
using SgWatch.Verdicts.Baselines;

namespace SgWatch.Guard.Remembering;

/// <summary>A copy of an account and region's memory, as bytes: JSON lines, compressed with gzip.</summary>
/// <remarks>
/// The first line is the account and region as a whole; every other line is a group. So <c>gunzip</c> and <c>jq</c> read it, and no more
/// than one group is in memory twice.
/// </remarks>
internal static class MemoryCopyJson
{
    private const int MaxBytes = 512 << 20; // 10,000 groups have some 15 MB
    private const byte EndOfLine = (byte)'\n';

    /// <summary>Reads a copy.</summary>
    /// <param name="bytes">The bytes.</param>
    /// <param name="group">Gets each group. A group that can't be understood is left out.</param>
    /// <returns>The account and region as a whole. Null if the bytes are no copy, or are cut off.</returns>
    public static async Task<RegionMemory?> ReadAsync(ReadOnlyMemory<byte> bytes, Func<GroupMemory, Task> group)
    {
        RegionMemory? region = null;
        using var line = new MemoryStream();
        await using var gzip = new GZipStream(new MemoryStream(bytes.ToArray()), CompressionMode.Decompress);
        var buffer = new byte[64 * 1024];
        var left = MaxBytes;
        while (await ReadAsync(gzip, buffer) is > 0 and var count)
        {
            if ((left -= count) < 0)
            {
                return null;
            }
            var rest = buffer.AsMemory(0, count);
            while (rest.Span.IndexOf(EndOfLine) is >= 0 and var end)
            {
                line.Write(rest.Span[..end]);
                rest = rest[(end + 1)..];
                var json = line.ToArray();
                line.SetLength(0);
                if (region is null)
                {
                    region = MemoryJson.Read(json, RegionMemoryJson.Read);
                    if (region is null)
                    {
                        return null;
                    }
                }
                else if (MemoryJson.Read(json, GroupMemoryJson.Read) is { } memory)
                {
                    await group(memory);
                }
            }
            line.Write(rest.Span);
        }
        return line.Length == 0 ? region : null;
    }

    // 0 at the end, and for bytes that can't be decompressed: then what was read has no whole last line, or is short of groups
    private static async Task<int> ReadAsync(GZipStream gzip, byte[] buffer)
    {
        try
        {
            return await gzip.ReadAsync(buffer);
        }
        catch (Exception exception) when (exception is InvalidDataException or IOException)
        {
            return 0;
        }
    }

    /// <summary>Writes a copy, group by group.</summary>
    internal sealed class Writer : IDisposable
    {
        private readonly MemoryStream _bytes = new();
        private readonly GZipStream _gzip;

        public Writer(RegionMemory region)
        {
            _gzip = new(_bytes, CompressionLevel.Optimal, leaveOpen: true);
            WriteLine(MemoryJson.WriteJson(region));
        }

        public void Add(GroupMemory group) => WriteLine(MemoryJson.WriteJson(group));

        /// <summary>The whole copy. Nothing can be added any more.</summary>
        public ReadOnlyMemory<byte> End()
        {
            _gzip.Dispose();
            return _bytes.ToArray();
        }

        public void Dispose()
        {
            _gzip.Dispose();
            _bytes.Dispose();
        }

        private void WriteLine(byte[] json)
        {
            _gzip.Write(json);
            _gzip.WriteByte(EndOfLine);
        }
    }
}
