using System.Buffers;
using System.Text;
using System.Text.Json;
using SgWatch.Verdicts;

namespace SgWatch.Reports;

/// <summary>Writes verdicts as JSON lines. Many lines go out at once, the last ones on disposal.</summary>
public sealed class VerdictLines : IVerdictWriter
{
    private const int FlushBytes = 1 << 15; // each write to a console or pipe is a system call

    private readonly TextWriter _output;
    private readonly ArrayBufferWriter<byte> _utf8 = new(FlushBytes);
    private readonly Utf8JsonWriter _json;
    private readonly TrafficJsonCache _cache = new();
    private char[] _text = new char[FlushBytes];

    /// <summary>Writes to a text writer, which the caller closes.</summary>
    public VerdictLines(TextWriter output)
    {
        _output = output;
        _json = new(_utf8);
    }

    /// <inheritdoc/>
    public void Write(Verdict verdict)
    {
        _json.Reset();
        FindingJson.Write(_json, verdict, _cache);
        _json.Flush();
        _utf8.Write("\n"u8);
        if (_utf8.WrittenCount >= FlushBytes)
        {
            Flush();
        }
    }

    /// <summary>Writes the lines that are left.</summary>
    public void Dispose()
    {
        Flush();
        _json.Dispose();
    }

    private void Flush()
    {
        if (_text.Length < _utf8.WrittenCount)
        {
            _text = new char[_utf8.WrittenCount];
        }
        _output.Write(_text, 0, Encoding.UTF8.GetChars(_utf8.WrittenSpan, _text));
        _utf8.ResetWrittenCount();
    }
}
