using System.Text.RegularExpressions;

namespace SgWatch.EndToEnd.Stack;

/// <summary>A top-level block of a formatted Terraform file, with its direct arguments.</summary>
/// <param name="Name">Its label.</param>
/// <param name="Arguments">Each argument's expression as it is written, on one line.</param>
internal sealed partial record HclBlock(string Name, IReadOnlyDictionary<string, string> Arguments)
{
    /// <summary>The blocks of one type in a file, in order.</summary>
    /// <remarks>The file is as <c>terraform fmt</c> leaves it: a block ends with a brace in the first column.</remarks>
    public static IReadOnlyList<HclBlock> Read(string file, string type)
    {
        var blocks = new List<HclBlock>();
        foreach (Match block in Block().Matches(File.ReadAllText(file)))
        {
            if (block.Groups["type"].Value == type)
            {
                blocks.Add(new(block.Groups["name"].Value, Argument().Matches(block.Groups["body"].Value)
                    .ToDictionary(match => match.Groups["name"].Value, match => OneLine(match.Groups["value"].Value))));
            }
        }
        return blocks;
    }

    /// <summary>A quoted string's text.</summary>
    public static string Text(string expression) => expression[1..^1].Replace("\\\"", "\"", StringComparison.Ordinal);

    private static string OneLine(string expression) => Space().Replace(NextItem().Replace(expression, ", "), " ").Trim();

    [GeneratedRegex("""^(?<type>\w+) "(?<name>\w+)" \{\n(?<body>.*?)^\}""", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Block();

    // an argument goes on in lines that are indented deeper, up to a closing bracket at its own depth
    [GeneratedRegex("""^  (?<name>\w+) += (?<value>[^\n]*(\n    [^\n]*)*(\n  [)}\]]+)?)""", RegexOptions.Multiline)]
    private static partial Regex Argument();

    // the end of a line between two items of an object or a list
    [GeneratedRegex(@"(?<=[^\s({\[,])\n\s*(?=[^\s)}\]])")]
    private static partial Regex NextItem();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Space();
}
