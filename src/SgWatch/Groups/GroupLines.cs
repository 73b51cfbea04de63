using System.Text.Json;
using SgWatch.Text;

namespace SgWatch.Groups;

/// <summary>Reads JSON lines: one group a line. Empty lines are skipped.</summary>
internal static class GroupLines
{
    private const string Example = """{"group":{"id":"sg-1","name":"web"},"rules":["ingress tcp/22 from 0.0.0.0/0"]}""";

    /// <summary>Reads the groups in order. A line with a mistake doesn't end them.</summary>
    public static IEnumerable<GroupInput> Read(Stream stream, string? file)
    {
        using var lines = new StreamReader(stream);
        for (var number = 1; lines.ReadLine() is { } line; number++)
        {
            if (!string.IsNullOrWhiteSpace(line))
            {
                yield return Read(line, new(file, "/rules") { Line = number });
            }
        }
    }

    private static GroupInput Read(string line, SourceList rules)
    {
        var where = $"line {rules.Line}";
        try
        {
            using var document = JsonDocument.Parse(line);
            return GroupLine.Read(document.RootElement, rules, line.Length - line.TrimStart().Length);
        }
        catch (FormatException mistake)
        {
            return new GroupInput.Mistake(where, mistake.Message);
        }
        catch (JsonException)
        {
            return new GroupInput.Mistake(where, $"expected one JSON object a line, such as {Example}, "
                + "or what 'aws ec2 describe-security-groups' prints");
        }
    }
}
