using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using SgWatch.Text;

namespace SgWatch.Incidents;

/// <summary>Puts together the plain text of a message: paragraphs, rows and sections, with an empty line between them.</summary>
/// <remarks>Paragraphs and titles are SgWatch's own words. The rest may be foreign, and goes through <see cref="SafeText"/>.</remarks>
internal sealed class MessageBuilder
{
    private const int Width = 78; // mail programs wrap longer lines themselves, and badly
    private const int NameWidth = 9;
    private const char NoBreak = '\u00a0';

    private readonly StringBuilder _text = new();
    private bool _isInRows;

    /// <summary>A command in quotes, which no paragraph breaks into two lines.</summary>
    public static string Command(string command) => $"'{command.Replace(' ', NoBreak)}'";

    /// <summary>An account and region on one line, whatever somebody wrote there.</summary>
    public static string Where(string? account, string? region) =>
        $"{SafeText.Line(account ?? "unknown", 20)}, {SafeText.Line(region ?? "unknown region", 20)}";

    /// <summary>Adds a paragraph, wrapped.</summary>
    public MessageBuilder Paragraph(string text)
    {
        Break();
        var column = 0;
        foreach (var word in text.Split(' ', '\n'))
        {
            if (column > 0 && column + 1 + word.Length > Width)
            {
                _text.Append('\n');
                column = 0;
            }
            _text.Append(column > 0 ? " " : "").Append(word.Replace(NoBreak, ' '));
            column += (column > 0 ? 1 : 0) + word.Length;
        }
        _text.Append('\n');
        return this;
    }

    /// <summary>Adds a row, such as <c>Account  111122223333, eu-west-1</c>. There is no empty line between two rows.</summary>
    public MessageBuilder Row(string name, string value)
    {
        if (!_isInRows)
        {
            Break();
            _isInRows = true;
        }
        _text.Append(name.PadRight(NameWidth)).Append(SafeText.Line(value)).Append('\n');
        return this;
    }

    /// <summary>Adds rows that say which group an incident is about, and where the group is.</summary>
    public MessageBuilder Group(Incident incident)
    {
        var group = incident.Before;
        Row("Group", $"{group.GroupId} ({group.GroupName}){(group.VpcId is { } vpc ? $" in {vpc}" : "")}");
        return Row("Account", $"{incident.Account ?? "unknown"}, {incident.Region ?? "unknown region"}");
    }

    /// <summary>Adds a title and a list. Without entries it adds nothing.</summary>
    /// <param name="title">The title.</param>
    /// <param name="entries">The list.</param>
    /// <param name="most">The most entries to list.</param>
    /// <param name="rest">Where the others are, such as <c>the incidents have them all</c>.</param>
    public MessageBuilder Section(string title, IEnumerable<Entry> entries, int most, string rest)
    {
        ImmutableArray<Entry> all = [.. entries];
        if (all.IsEmpty)
        {
            return this;
        }
        Break();
        _text.Append(title).Append('\n');
        foreach (var entry in all.Take(most))
        {
            _text.Append("  ").Append(SafeText.Line(entry.Line)).Append('\n');
            if (entry.Detail is { } detail)
            {
                _text.Append("      ").Append(SafeText.Line(detail)).Append('\n');
            }
        }
        return More(all.Length, most, rest);
    }

    /// <summary>Adds a line that says how many entries were left out, if any were.</summary>
    public MessageBuilder More(int count, int most, string rest)
    {
        if (count > most)
        {
            _text.Append(CultureInfo.InvariantCulture, $"  ... and {count - most} more; {rest}\n");
        }
        return this;
    }

    /// <summary>The whole text.</summary>
    public override string ToString() => _text.ToString();

    private void Break()
    {
        _isInRows = false;
        _text.Append(_text.Length > 0 ? "\n" : "");
    }

    /// <summary>An entry of a list.</summary>
    /// <param name="Line">The entry.</param>
    /// <param name="Detail">A second line about it. Null for none.</param>
    internal readonly record struct Entry(string Line, string? Detail = null);
}
