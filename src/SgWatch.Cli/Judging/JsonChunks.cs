using System.Text.Json;

namespace SgWatch.Cli.Judging;

/// <summary>JSON from a stream, a chunk at a time: as much of it is held as one token, or one value that is asked for whole, needs.</summary>
/// <remarks>Shape: any number of documents, one after another. Bound: a value asked for whole may have 64 MiB.</remarks>
internal sealed class JsonChunks(Stream stream)
{
    private const int FirstSize = 1 << 16;
    private const int MaxSize = 1 << 26;

    private byte[] _buffer = new byte[FirstSize];
    private int _start;
    private int _end;
    private bool _isLast;
    private JsonReaderState _state = new(new() { AllowMultipleValues = true, MaxDepth = 64 });

    /// <summary>A reader over what is here and not yet consumed.</summary>
    public Utf8JsonReader Reader => new(_buffer.AsSpan(_start, _end - _start), _isLast, _state);

    /// <summary>Keeps how far a reader got.</summary>
    public void Consume(in Utf8JsonReader reader)
    {
        _start += (int)reader.BytesConsumed;
        _state = reader.CurrentState;
    }

    /// <summary>Gets more; false at the end of the stream.</summary>
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
            if (_buffer.Length >= MaxSize)
            {
                throw new JsonException($"one value is larger than {MaxSize >> 20} MiB");
            }
            Array.Resize(ref _buffer, _buffer.Length * 2);
        }
        var read = stream.Read(_buffer, _end, _buffer.Length - _end);
        _end += read;
        _isLast = read == 0;
        return true;
    }
}
