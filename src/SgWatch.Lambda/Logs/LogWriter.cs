using System.Buffers;
using System.Text.Json;
using SgWatch.Text;

namespace SgWatch.Lambda.Logs;

/// <summary>Writes one JSON object a line to a stream, which Lambda carries to CloudWatch Logs.</summary>
/// <remarks>Every text goes through the JSON writer, so nothing from an event can end a line or begin another.</remarks>
internal sealed class LogWriter(Stream stream, TimeProvider time)
{
    private readonly Lock _lock = new();
    private readonly ArrayBufferWriter<byte> _buffer = new(1024);

    public void Info(string? requestId, string message, Action<Utf8JsonWriter>? members = null) => Write("INFO", requestId, message, members);

    public void Warn(string? requestId, string message, Action<Utf8JsonWriter>? members = null) => Write("WARN", requestId, message, members);

    public void Error(string? requestId, string message, string errorType) =>
        Write("ERROR", requestId, message, json => json.WriteString("errorType", errorType));

    /// <summary>Writes a line: timestamp, level, request id, message, and whatever else belongs to it.</summary>
    public void Write(string level, string? requestId, string message, Action<Utf8JsonWriter>? members) => WriteLine(json =>
    {
        json.WriteString("timestamp", time.GetUtcNow().UtcDateTime);
        json.WriteString("level", level);
        json.WriteOptional("requestId", requestId);
        json.WriteString("message", message);
        members?.Invoke(json);
    });

    /// <summary>Writes one object with these members as a line.</summary>
    public void WriteLine(Action<Utf8JsonWriter> members)
    {
        lock (_lock)
        {
            _buffer.ResetWrittenCount();
            using (var json = new Utf8JsonWriter(_buffer))
            {
                json.WriteObject(members);
            }
            _buffer.Write("\n"u8);
            stream.Write(_buffer.WrittenSpan);
            stream.Flush();
        }
    }
}
