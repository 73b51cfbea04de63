using System.Buffers;
using SgWatch.Text;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace SgWatch.Policies.Reading;

/// <summary>Reads YAML into a tree of nodes with their positions.</summary>
/// <remarks>
/// It works on the parser's events, so there is no reflection, and bounds are checked before a node is made. The depth is at most 16.
/// Anchors, aliases and tags are refused, so no file is larger than it looks. Each key of a mapping may appear once.
/// </remarks>
internal sealed class PolicyTree
{
    private const int MaxDepth = 16;

    private static readonly SearchValues<char> Indicators = SearchValues.Create("*&!%@`");

    private readonly Parser _parser;
    private readonly string _text;
    private readonly ProblemList _problems;

    private PolicyTree(string text, ProblemList problems)
    {
        _parser = new Parser(new StringReader(text));
        _text = text;
        _problems = problems;
    }

    /// <summary>The file's root. Null if it has none, with the reason in <paramref name="problems"/>.</summary>
    public static PolicyNode? Read(string text, ProblemList problems)
    {
        var tree = new PolicyTree(text, problems);
        try
        {
            return tree.Document();
        }
        catch (TooDeepException problem)
        {
            problems.Add(PolicyCode.TooDeep, Number(problem.Start.Line), Number(problem.Start.Column), "",
                $"this is nested more than {MaxDepth} deep; a policy needs no more than 8");
        }
        catch (YamlException problem)
        {
            var (line, column) = (Number(problem.Start.Line), Number(problem.Start.Column));
            problems.Add(PolicyCode.NotYaml, line, column, "", $"this isn't YAML: {SafeText.Excerpt(problem.Message)}{tree.Hint(line)}");
        }
        return null;
    }

    private PolicyNode? Document()
    {
        Next(); // the stream's start
        if (Next() is StreamEnd)
        {
            _problems.Add(PolicyCode.Empty, 1, 1, "", "the file is empty; expected at least: version: 1");
            return null;
        }
        Next();
        var root = Node(null, "", 0);
        Next(); // the document's end
        if (Next() is DocumentStart next)
        {
            _problems.Add(PolicyCode.SeveralDocuments, Number(next.Start.Line), Number(next.Start.Column), "",
                "a second document begins here; expected one policy in a file");
        }
        return root;
    }

    // the parser is at the node's first event when this begins, and at its last when this returns
    private PolicyNode Node(PolicyNode? parent, string step, int depth)
    {
        var current = _parser.Current!;
        var (line, column) = (Number(current.Start.Line), Number(current.Start.Column));
        if (depth > MaxDepth)
        {
            throw new TooDeepException(current.Start, current.End);
        }
        PolicyNode node = current switch
        {
            SequenceStart => new PolicyNode.List(parent, step, line, column),
            MappingStart => new PolicyNode.Map(parent, step, line, column),
            Scalar scalar => new PolicyNode.Scalar(parent, step, line, column, scalar.Value, scalar.Style == ScalarStyle.Plain),
            _ => new PolicyNode.Scalar(parent, step, line, column, "", true),
        };
        RefuseAnchorsAndTags(current, node);
        RefuseHidden(node);
        if (node is PolicyNode.List list)
        {
            while (Next() is not SequenceEnd)
            {
                list.Items.Add(Node(list, $"[{list.Items.Count}]", depth + 1));
            }
        }
        else if (node is PolicyNode.Map map)
        {
            Entries(map, depth);
        }
        return node;
    }

    private void Entries(PolicyNode.Map map, int depth)
    {
        var lines = new Dictionary<string, int>(StringComparer.Ordinal);
        while (Next() is not MappingEnd)
        {
            var text = (_parser.Current as Scalar)?.Value ?? "";
            var step = $".{SafeText.Excerpt(text)}";
            var key = Node(map, step, depth + 1);
            Next();
            var value = Node(map, step, depth + 1);
            if (key is not PolicyNode.Scalar name)
            {
                _problems.Expected(PolicyCode.WrongKind, key, "a key of one word");
            }
            else if (lines.TryGetValue(text, out var line))
            {
                _problems.Add(PolicyCode.DuplicateKey, key,
                    $"the key '{SafeText.Excerpt(text)}' appears twice, first on line {line}; expected each key once");
            }
            else
            {
                lines.Add(text, key.Line);
                map.Entries.Add((name, value));
            }
        }
    }

    private void RefuseAnchorsAndTags(ParsingEvent current, PolicyNode node)
    {
        if (current is AnchorAlias alias)
        {
            _problems.Add(PolicyCode.AnchorOrTag, node, $"*{SafeText.Excerpt(alias.Value.Value)} is a YAML alias, and a policy has none; "
                + "to mean the text, put it in quotes; to reuse values, name them under networks or services");
        }
        else if (current is NodeEvent { Anchor: { IsEmpty: false } anchor })
        {
            _problems.Add(PolicyCode.AnchorOrTag, node,
                $"&{SafeText.Excerpt(anchor.Value)} is a YAML anchor, and a policy has none; to mean the text, put it in quotes");
        }
        else if (current is NodeEvent { Tag: { IsEmpty: false } tag })
        {
            _problems.Add(PolicyCode.AnchorOrTag, node,
                $"{SafeText.Excerpt(tag.Value)} is a YAML tag, and a policy has none; to mean the text, put it in quotes");
        }
    }

    // the file itself has no hidden characters, but an escape in quotes may produce one
    private void RefuseHidden(PolicyNode node)
    {
        if (node is PolicyNode.Scalar { Text: { } text } && text.Any(c => c != '\n' && !char.IsSurrogate(c) && !PlainText.IsPlain(c)))
        {
            _problems.Add(PolicyCode.NotText, node, "an escape produces a character that can't be seen; expected plain text");
        }
    }

    private ParsingEvent Next()
    {
        try
        {
            if (_parser.MoveNext() && _parser.Current is { } current)
            {
                return current;
            }
        }
        catch (Exception problem) when (problem is ArgumentException or InvalidOperationException or FormatException or OverflowException)
        {
            // the scanner checks an escape such as "\UFFFFFFFF" only when it converts it to a character
        }
        var mark = _parser.Current?.End ?? Mark.Empty;
        throw new SemanticErrorException(mark, mark, "YAML doesn't allow what follows");
    }

    // the most frequent mistake in a line that isn't YAML
    private string Hint(int line)
    {
        var lines = _text.Split('\n');
        var text = line >= 1 && line <= lines.Length ? lines[line - 1] : ""; // YAML may count lines differently
        return text.AsSpan().ContainsAny(Indicators) ? "; text with * & ! % @ or ` at its start must be in quotes, such as \"*-web\"" : "";
    }

    private static int Number(long number) => (int)number;

    private sealed class TooDeepException(in Mark start, in Mark end) : YamlException(start, end, "");
}
