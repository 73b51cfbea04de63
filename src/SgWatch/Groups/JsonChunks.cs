using System.Text.Json;

namespace SgWatch.Groups;

/// <summary>JSON from a stream, a chunk at a time. It holds no more than one token, or one value that is asked for whole, needs.</summary>
/// <remarks>Shape: any number of documents, one after another. Bound: a value that is asked for whole may have 64 MiB.</remarks>
internal sealed class JsonChunks(Stream stream)
{
    private const int FirstBytes = 1 << 16;
    private const int MaxBytes = 1 << 26;

    private byte[] _buffer = new byte[FirstBytes];
    private int _start;
    private int _end;
    private bool _isLast;
    private JsonReaderState _state = new(new() { AllowMultipleValues = true, MaxDepth = 64 });

    /// <summary>How many bytes were consumed: the offset of the reader's first byte in the text.</summary>
    public long Offset { get; private set; }

    /// <summary>A reader over what is here and not yet consumed.</summary>
    public Utf8JsonReader Reader => new(_buffer.AsSpan(_start, _end - _start), _isLast, _state);

    /// <summary>Keeps how far a reader got.</summary>
    public void Consume(in Utf8JsonReader reader)
    {
        _start += (int)reader.BytesConsumed;
        Offset += reader.BytesConsumed;
        _state = reader.CurrentState;
    }

    /// <summary>Gets more. False at the end of the stream.</summary>
    /// <exception cref="JsonException">One token or value is larger than is held.</exception>
    public bool TryFill()
    {
        if (_isLast)
        {
            return false;
        }
        _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
        (_start, _end) = (0, _end - _start);
        if (_end == _buffer.Length)
        {
            if (_buffer.Length >= MaxBytes)
            {
                throw new JsonException($"one value is larger than {MaxBytes >> 20} MiB");
            }
            Array.Resize(ref _buffer, _buffer.Length * 2);
        }
        var read = stream.Read(_buffer, _end, _buffer.Length - _end);
        _end += read;
        _isLast = read == 0;
        return true;
    }
}
