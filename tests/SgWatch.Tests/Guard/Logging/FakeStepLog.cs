using System.Text.Json;
using SgWatch.Guard.Ports;
using SgWatch.Text;

namespace SgWatch.Tests.Guard.Logging;

/// <summary>Keeps the steps that the guard writes.</summary>
internal sealed class FakeStepLog(bool isEnabled = true) : IStepLog
{
    private readonly Lock _lock = new();

    public bool IsEnabled => isEnabled;

    public List<WrittenStep> Steps { get; } = [];

    public void Write(string? requestId, string step, Action<Utf8JsonWriter> members)
    {
        using var json = JsonDocument.Parse(JsonOutput.ObjectText(members));
        lock (_lock)
        {
            Steps.Add(new(requestId, step, json.RootElement.Clone()));
        }
    }

    internal sealed record WrittenStep(string? RequestId, string Name, JsonElement Members)
    {
        public string? Text(string member) => Members.GetProperty(member).GetString();
    }
}
