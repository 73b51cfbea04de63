using System.Buffers;
using System.Text;
using System.Text.Json;
using SgWatch.Policies;

namespace SgWatch.Cli.Judging;

/// <summary>Writes verdicts as JSON, one a line. Keeps its buffers from one to the next.</summary>
internal sealed class VerdictLines : IDisposable
{
    private readonly ArrayBufferWriter<byte> _utf8 = new(1024);
    private readonly Utf8JsonWriter _json;
    private char[] _text = new char[1024];

    public VerdictLines() => _json = new(_utf8);

    public void Write(Verdict verdict, TextWriter output)
    {
        _utf8.ResetWrittenCount();
        _json.Reset();
        FindingJson.Write(_json, verdict);
        _json.Flush();
        if (_text.Length < _utf8.WrittenCount)
        {
            _text = new char[_utf8.WrittenCount * 2];
        }
        output.WriteLine(_text, 0, Encoding.UTF8.GetChars(_utf8.WrittenSpan, _text));
    }

    public void Dispose() => _json.Dispose();
}
