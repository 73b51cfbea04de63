using System.Collections.Immutable;
using System.CommandLine;
using SgWatch.Attacks;
using SgWatch.Reports;

namespace SgWatch.Cli.Options;

/// <summary>The option <c>--format</c>.</summary>
internal sealed class FormatOption
{
    private const string TableOrJson = "table: for people (the default). json: for programs.";

    private FormatOption(string description, ImmutableArray<string> names)
    {
        Option = new("--format") { Description = description, DefaultValueFactory = _ => names[0] };
        Option.AcceptOnlyFromAmong([.. names]);
    }

    /// <summary>The option itself, for the command.</summary>
    public Option<string> Option { get; }

    /// <summary>The formats of reports.</summary>
    public static FormatOption ForReports() => new(TableOrJson, ReportFormats.Names);

    /// <summary>The formats of a run of the attack suite.</summary>
    public static FormatOption ForAttacks() => new(TableOrJson, AttackFormats.Names);

    /// <summary>The formats of one group's explained verdict.</summary>
    public static FormatOption ForExplanations() => new(TableOrJson, ExplanationFormats.Names);

    /// <summary>The formats of verdicts.</summary>
    public static FormatOption ForVerdicts() => new("jsonl: one verdict a line (the default). table: for people.", VerdictFormats.Names);

    /// <summary>The format's name.</summary>
    public string Name(ParseResult parsed) => parsed.GetValue(Option)!;

    /// <summary>Writes a report in the format that the command line names.</summary>
    public void Write(IReport report, ParseResult parsed, TextWriter output) => report.Write(Name(parsed), output);
}
