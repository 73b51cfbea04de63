using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Time.Testing;
using SgWatch.Lambda.Logs;

namespace SgWatch.Lambda.Tests.Logs;

/// <summary>A log in memory, read back line by line.</summary>
internal sealed class LogReader
{
    private readonly Func<byte[]> _written;

    public LogReader(LogLevel level = LogLevel.Info)
    {
        Time = new(new(2026, 8, 22, 10, 0, 0, TimeSpan.Zero));
        var stream = new MemoryStream();
        _written = stream.ToArray;
        Writer = new(stream, Time, level);
    }

    public FakeTimeProvider Time { get; }

    public LogWriter Writer { get; }

    public IReadOnlyList<JsonElement> Lines =>
        [.. Text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement)];

    public string Text => Encoding.UTF8.GetString(_written());
}
