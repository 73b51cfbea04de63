using System.Text.Json;
using SgWatch.Rules;

namespace SgWatch.Cli.Judging;

/// <summary>One group to judge, or why what stood there is none.</summary>
internal abstract record JudgeInput
{
    private const int PeekSize = 1 << 16;

    private JudgeInput()
    {
    }

    /// <summary>A group, and the entries of the prefix lists that came with it.</summary>
    public sealed record Group(SecurityGroup SecurityGroup, PrefixLists PrefixLists) : JudgeInput;

    /// <summary>Something that can't be read.</summary>
    /// <param name="Where">Such as <c>line 3</c>.</param>
    /// <param name="Message">What was expected.</param>
    public sealed record Mistake(string Where, string Message) : JudgeInput;

    /// <summary>Reads what stands in a file, group by group as it comes: a document of the AWS CLI, or JSON lines.</summary>
    /// <param name="stream">The text.</param>
    /// <param name="isGrouped">Whether a document's rules stand group by group.</param>
    public static IEnumerable<JudgeInput> ReadAll(Stream stream, bool isGrouped)
    {
        var start = new byte[PeekSize];
        var read = stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        var whole = new PrefixedStream(start.AsMemory(0, read), stream);
        return DescribedDocument.IsDescribed(start.AsSpan(0, read)) ? new DescribedDocument(new(whole), isGrouped).Read() : ReadLines(whole);
    }

    private static IEnumerable<JudgeInput> ReadLines(Stream stream)
    {
        using var lines = new StreamReader(stream);
        for (var number = 1; lines.ReadLine() is { } line; number++)
        {
            if (!string.IsNullOrWhiteSpace(line))
            {
                yield return ReadLine(line, number);
            }
        }
    }

    private static JudgeInput ReadLine(string line, int number)
    {
        var where = $"line {number}";
        try
        {
            using var document = JsonDocument.Parse(line);
            return GroupLine.Read(document.RootElement, where);
        }
        catch (JsonException)
        {
            return new Mistake(where, "expected one JSON object a line, such as {\"group\":{\"id\":\"sg-1\",\"name\":\"web\"},\"rules\":[\"ingress tcp/22 from 0.0.0.0/0\"]}, "
                + "or what 'aws ec2 describe-security-groups' prints");
        }
    }
}
