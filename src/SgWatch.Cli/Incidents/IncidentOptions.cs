using System.CommandLine;
using SgWatch.Aws.Settings;

namespace SgWatch.Cli.Incidents;

/// <summary>The options by which every command of <c>incidents</c> finds the record.</summary>
internal sealed class IncidentOptions
{
    private readonly Option<string?> _table = new("--table") { Description = "The DynamoDB table of incidents (else SGWATCH_TABLE).", HelpName = "NAME" };
    private readonly Option<string?> _region = new("--region") { Description = "The table's region (else where the AWS CLI takes it from)." };
    private readonly Option<string?> _profile = new("--profile") { Description = "A profile of the AWS CLI's files." };
    private readonly Option<string> _format = new("--format") { Description = "table: for people (the default). json: for machines.", DefaultValueFactory = _ => "table" };

    /// <summary>Gives a command these options.</summary>
    public Command AddTo(Command command)
    {
        _format.AcceptOnlyFromAmong("table", "json");
        foreach (var option in (Option[])[_table, _region, _profile, _format])
        {
            command.Add(option);
        }
        return command;
    }

    public bool IsJson(ParseResult parsed) => parsed.GetValue(_format) == "json";

    /// <summary>The table's name; null, and told, where nobody says it: the command then ends with <see cref="ExitCode.Usage"/>.</summary>
    public string? Table(ParseResult parsed, TextWriter error)
    {
        if ((parsed.GetValue(_table) ?? Environment.GetEnvironmentVariable("SGWATCH_TABLE")) is { Length: > 0 } table)
        {
            return table;
        }
        error.WriteLine("sgwatch incidents: no table: name it with --table NAME or SGWATCH_TABLE; the Terraform module's output has it.");
        return null;
    }

    public AwsSettings Settings(ParseResult parsed)
    {
        var settings = AwsSettings.FromEnvironment(Environment.GetEnvironmentVariable);
        return settings with { Region = parsed.GetValue(_region) ?? settings.Region, Profile = parsed.GetValue(_profile) ?? settings.Profile };
    }
}
