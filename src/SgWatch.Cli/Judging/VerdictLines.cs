using System.Buffers;
using System.Text;
using System.Text.Json;
using SgWatch.Verdicts;

namespace SgWatch.Cli.Judging;

/// <summary>Writes verdicts as JSON, one a line. Many lines go out at once, the last ones on disposal.</summary>
internal sealed class VerdictLines : IDisposable
{
    private const int FlushSize = 1 << 15; // each write to a console or pipe is a call of the system

    private readonly TextWriter _output;
    private readonly ArrayBufferWriter<byte> _utf8 = new(FlushSize);
    private readonly Utf8JsonWriter _json;
    private readonly CoverTexts _covers = new();
    private char[] _text = new char[FlushSize];

    public VerdictLines(TextWriter output)
    {
        _output = output;
        _json = new(_utf8);
    }

    public void Write(Verdict verdict)
    {
        _json.Reset();
        FindingJson.Write(_json, verdict, _covers);
        _json.Flush();
        _utf8.Write("\n"u8);
        if (_utf8.WrittenCount >= FlushSize)
        {
            Flush();
        }
    }

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
