using System.Text.Json;
using SgWatch.Policies;
using SgWatch.Rules;

namespace SgWatch.Cli.Judging;

/// <summary>One group to judge, or why what stood there is none.</summary>
internal abstract record JudgeInput
{
    private JudgeInput()
    {
    }

    /// <summary>A group, and the entries of the prefix lists that came with it.</summary>
    public sealed record Group(SecurityGroup SecurityGroup, PrefixLists PrefixLists) : JudgeInput;

    /// <summary>Something that can't be read.</summary>
    /// <param name="Where">Such as <c>line 3</c>.</param>
    /// <param name="Message">What was expected.</param>
    public sealed record Mistake(string Where, string Message) : JudgeInput;

    /// <summary>Reads what stands in a file: a document of the AWS CLI, or JSON lines.</summary>
    public static IEnumerable<JudgeInput> ReadAll(string text)
    {
        if (TryParse(text, out var document) && document is { ValueKind: JsonValueKind.Object } root && DescribedGroups.IsDescribed(root))
        {
            return DescribedGroups.Read(root);
        }
        return text.Split('\n').Select((line, i) => (line: line.Trim(), number: i + 1)).Where(l => l.line.Length > 0).Select(l => ReadLine(l.line, l.number));
    }

    private static JudgeInput ReadLine(string line, int number)
    {
        var where = $"line {number}";
        return TryParse(line, out var element)
            ? GroupLine.Read(element, where)
            : new Mistake(where, "expected one JSON object a line, such as {\"group\":{\"id\":\"sg-1\",\"name\":\"web\"},\"rules\":[\"ingress tcp/22 from 0.0.0.0/0\"]}, "
                + "or what 'aws ec2 describe-security-groups' prints");
    }

    private static bool TryParse(string text, out JsonElement element)
    {
        element = default;
        try
        {
            using var document = JsonDocument.Parse(text);
            element = document.RootElement.Clone();
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
