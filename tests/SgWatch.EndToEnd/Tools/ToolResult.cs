using System.Text.Json;

namespace SgWatch.EndToEnd.Tools;

/// <summary>What a program did.</summary>
/// <param name="Command">The command line, for messages.</param>
/// <param name="ExitCode">0 for success, by custom.</param>
/// <param name="Output">Its standard output.</param>
/// <param name="Error">Its standard error.</param>
public sealed record ToolResult(string Command, int ExitCode, string Output, string Error)
{
    /// <summary>Itself, if the program succeeded.</summary>
    /// <exception cref="InvalidOperationException">It ended with another code than 0; the message has what it wrote.</exception>
    public ToolResult Succeeded() =>
        ExitCode == 0 ? this : throw new InvalidOperationException($"'{Command}' ended with {ExitCode}: {Error}{Output}");

    /// <summary>The standard output of a success, as JSON; an empty one is null.</summary>
    public JsonElement Json() => JsonDocument.Parse(string.IsNullOrWhiteSpace(Succeeded().Output) ? "null" : Output).RootElement;
}
