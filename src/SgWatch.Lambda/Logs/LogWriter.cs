using System.Buffers;
using System.Text.Json;
using SgWatch.Text;

namespace SgWatch.Lambda.Logs;

/// <summary>Writes one JSON object a line to a stream, which Lambda carries to CloudWatch Logs.</summary>
/// <remarks>Every text goes through the JSON writer, so nothing from an event can end a line or begin another.</remarks>
/// <param name="stream">The stream.</param>
/// <param name="time">The clock.</param>
/// <param name="level">The lowest level that is written.</param>
internal sealed class LogWriter(Stream stream, TimeProvider time, LogLevel level = LogLevel.Info)
{
    private readonly Lock _lock = new();
    private readonly ArrayBufferWriter<byte> _buffer = new(1024);

    /// <summary>True if lines of this level are written.</summary>
    public bool IsEnabled(LogLevel of) => of >= level;

    /// <summary>Writes a line at <see cref="LogLevel.Info"/>.</summary>
    public void Info(string? requestId, string message, Action<Utf8JsonWriter>? members = null) =>
        Write(LogLevel.Info, requestId, message, members);

    /// <summary>Writes a line at <see cref="LogLevel.Warn"/>.</summary>
    public void Warn(string? requestId, string message, Action<Utf8JsonWriter>? members = null) =>
        Write(LogLevel.Warn, requestId, message, members);

    /// <summary>Writes a line at <see cref="LogLevel.Error"/>.</summary>
    public void Error(string? requestId, string message, string errorType) =>
        Write(LogLevel.Error, requestId, message, json => json.WriteString("errorType", errorType));

    /// <summary>
    /// Writes a line, if its level is written: timestamp, level, version, request id, message, and whatever else belongs to it.
    /// </summary>
    public void Write(LogLevel of, string? requestId, string message, Action<Utf8JsonWriter>? members)
    {
        if (IsEnabled(of))
        {
            WriteAlways(of, requestId, message, members);
        }
    }

    /// <summary>Writes a line at every level: a record that must not get lost.</summary>
    public void WriteAlways(LogLevel of, string? requestId, string message, Action<Utf8JsonWriter>? members) => WriteLine(json =>
    {
        json.WriteString("timestamp", time.GetUtcNow().UtcDateTime);
        json.WriteString("level", Word(of));
        json.WriteString("version", ProductVersion.Text);
        json.WriteOptional("requestId", requestId);
        json.WriteString("message", message);
        members?.Invoke(json);
    });

    /// <summary>Writes one object with these members as a line, at every level.</summary>
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

    private static string Word(LogLevel level) => level switch
    {
        LogLevel.Debug => "DEBUG",
        LogLevel.Info => "INFO",
        LogLevel.Warn => "WARN",
        _ => "ERROR",
    };
}
