using System.Text.Json;

namespace SgWatch.Guard.Ports;

/// <summary>Where the guard writes each step of an invocation, for somebody who debugs one event.</summary>
public interface IStepLog
{
    /// <summary>False if nobody reads the steps: then the guard prepares none.</summary>
    bool IsEnabled { get; }

    /// <summary>Writes one step.</summary>
    /// <param name="requestId">The invocation; null if it has no id.</param>
    /// <param name="step">What was done, such as <c>judged</c>.</param>
    /// <param name="members">Writes what belongs to it, as members of a JSON object.</param>
    void Write(string? requestId, string step, Action<Utf8JsonWriter> members);
}
