using System.Text.Json;
using System.Text.RegularExpressions;

namespace SgWatch.EndToEnd.Stack;

/// <summary>The statements of a role's policy.</summary>
internal sealed record IamPolicy(IReadOnlyList<IamPolicy.Statement> Statements)
{
    public static IamPolicy Parse(string json) =>
        new([.. JsonDocument.Parse(json).RootElement.GetProperty("Statement").EnumerateArray().Select(Read)]);

    /// <summary>True if it allows the call. Conditions are not read: there are none in the module's role policies.</summary>
    public bool Allows(RecordedCall call) => Statements.Any(statement =>
        statement.Actions.Contains(call.Action) && statement.Resources.Any(pattern => Matches(pattern, call.Resource)));

    private static bool Matches(string pattern, string resource) =>
        Regex.IsMatch(resource, $"^{Regex.Escape(pattern).Replace("\\*", ".*", StringComparison.Ordinal)}$");

    private static Statement Read(JsonElement statement)
    {
        Assert.Equal("Allow", statement.GetProperty("Effect").GetString());
        Assert.False(statement.TryGetProperty("Condition", out _), "This reader knows no conditions: teach it.");
        return new(Texts(statement.GetProperty("Action")), Texts(statement.GetProperty("Resource")));
    }

    private static IReadOnlyList<string> Texts(JsonElement value) =>
        value.ValueKind == JsonValueKind.Array ? [.. value.EnumerateArray().Select(text => text.GetString()!)] : [value.GetString()!];

    internal sealed record Statement(IReadOnlyList<string> Actions, IReadOnlyList<string> Resources);
}
