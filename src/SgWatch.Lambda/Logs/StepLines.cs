using System.Text.Json;
using SgWatch.Guard.Ports;

namespace SgWatch.Lambda.Logs;

/// <summary>Writes each step of an invocation as a debug line.</summary>
internal sealed class StepLines(LogWriter log) : IStepLog
{
    public bool IsEnabled => log.IsEnabled(LogLevel.Debug);

    public void Write(string? requestId, string step, Action<Utf8JsonWriter> members) =>
        log.Write(LogLevel.Debug, requestId, step, members);
}
