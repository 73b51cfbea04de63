using System.Security.Cryptography;

namespace SgWatch.Aws.Dynamo;

/// <summary>Divides what is written to it into parts of one length, so that nothing holds the whole in one piece.</summary>
/// <param name="partBytes">The length of each part but the last.</param>
internal sealed class PartsWriter(int partBytes) : Stream
{
    private const int FirstBytes = 4096; // most bodies are shorter

    private readonly List<ReadOnlyMemory<byte>> _parts = [];
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private byte[] _part = new byte[Math.Min(FirstBytes, partBytes)];
    private int _written;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>The parts, once everything is written.</summary>
    public CompressedParts End()
    {
        if (_written > 0)
        {
            _parts.Add(_part.AsMemory(0, _written));
        }
        return new(_parts, Convert.ToHexStringLower(_hash.GetHashAndReset()));
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        _hash.AppendData(buffer);
        while (!buffer.IsEmpty)
        {
            if (_written == partBytes)
            {
                _parts.Add(_part);
                (_part, _written) = (new byte[partBytes], 0);
            }
            if (_written == _part.Length)
            {
                Array.Resize(ref _part, Math.Min(_part.Length * 4, partBytes));
            }
            var count = Math.Min(buffer.Length, _part.Length - _written);
            buffer[..count].CopyTo(_part.AsSpan(_written));
            buffer = buffer[count..];
            _written += count;
        }
    }

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        _hash.Dispose();
        base.Dispose(disposing);
    }
}
