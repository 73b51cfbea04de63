using System.Globalization;
using SgWatch.Addresses;

namespace SgWatch.Policies.Reading;

/// <summary>Reads simple values. A wrong value is added to the mistakes and gives null.</summary>
internal static class Values
{
    /// <summary>The items of a list, or a single value as a list of one. An empty list is a mistake.</summary>
    public static IReadOnlyList<PolicyNode> Items(PolicyNode? node, string what, ProblemList problems)
    {
        switch (node)
        {
            case null:
                return [];
            case PolicyNode.List { Items.Count: 0 }:
                problems.Expected(PolicyCode.Empty, node, what);
                return [];
            case PolicyNode.List list:
                return list.Items;
            default:
                return [node];
        }
    }

    /// <summary>Text on one line that isn't empty.</summary>
    public static string? Text(PolicyNode? node, string what, ProblemList problems)
    {
        if (node is PolicyNode.Scalar { IsNull: false, Text: { } text }
            && !string.IsNullOrWhiteSpace(text) && !text.Contains('\n', StringComparison.Ordinal))
        {
            return text;
        }
        if (node is not null)
        {
            problems.Expected(PolicyCode.WrongKind, node, what);
        }
        return null;
    }

    /// <summary>Text for people as one line. YAML may break it over several.</summary>
    public static string? Sentence(PolicyNode? node, string what, ProblemList problems) =>
        node is PolicyNode.Scalar { IsNull: false, Text: { } text } && !string.IsNullOrWhiteSpace(text)
            ? string.Join(' ', text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            : Text(node, what, problems);

    /// <summary>The text of a single value, or of each value of a list.</summary>
    public static List<(PolicyNode Node, string Text)> Texts(PolicyNode? node, string what, ProblemList problems)
    {
        var texts = new List<(PolicyNode, string)>();
        foreach (var item in Items(node, what, problems))
        {
            if (Text(item, what, problems) is { } text)
            {
                texts.Add((item, text));
            }
        }
        return texts;
    }

    /// <summary>A whole number within bounds, in decimal digits without quotes.</summary>
    public static int? Number(PolicyNode? node, int min, int max, ProblemList problems)
    {
        if (node is PolicyNode.Scalar { IsPlain: true, Text: { } text }
            && StrictDecimal.TryParse(text, max, out var number) && number >= min)
        {
            return number;
        }
        if (node is not null)
        {
            problems.Expected(PolicyCode.BadNumber, node, string.Create(CultureInfo.InvariantCulture,
                $"a whole number {min}-{max} in plain digits (no quotes, no sign, no leading zero, no 1_000, no 0x10)"));
        }
        return null;
    }

    /// <summary>One of a few words.</summary>
    public static T? Word<T>(PolicyNode? node, ProblemList problems)
        where T : struct, Enum
    {
        var words = Array.ConvertAll(Enum.GetNames<T>(), name => name.ToLowerInvariant());
        var text = (node as PolicyNode.Scalar)?.Text;
        if (Array.IndexOf(words, text) is >= 0 and var at)
        {
            return Enum.GetValues<T>()[at];
        }
        if (node is not null)
        {
            var expected = $"{string.Join(", ", words[..^1])} or {words[^1]}";
            problems.Add(PolicyCode.UnknownWord, node,
                $"expected {expected}, but found {node.Description}{problems.Suggest(text ?? "", words)}");
        }
        return null;
    }

    /// <summary>Whether a text may be a name that the author chooses: see <see cref="NameForm"/>.</summary>
    public static bool IsName(string text) => text.Length is > 0 and <= 64 && char.IsAsciiLetterLower(text[0])
        && text.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-');

    public const string NameForm = "a name of 1-64 lower-case letters, digits and '-' that begins with a letter";
}
