using System.CommandLine;
using SgWatch.Aws.Settings;

namespace SgWatch.Cli.Options;

/// <summary>The options by which a command finds the table of incidents and of the guard's memory.</summary>
/// <param name="command">The command, for its messages, such as <c>incidents</c>.</param>
/// <param name="region">What <c>--region</c> says.</param>
internal sealed class RecordOptions(string command = "incidents", string region = "The table's region (else the AWS CLI's setting).")
{
    private readonly Option<string?> _table = new("--table")
    {
        Description = "The DynamoDB table of incidents (else SGWATCH_TABLE).",
        HelpName = "NAME",
    };

    private readonly AwsOptions _aws = new(region);

    /// <summary>Gives a command these options.</summary>
    public Command AddTo(Command to)
    {
        to.Add(_table);
        _aws.AddTo(to);
        return to;
    }

    /// <summary>The table's name. Null if nothing names one.</summary>
    public string? TableOrNull(ParseResult parsed) =>
        (parsed.GetValue(_table) ?? Environment.GetEnvironmentVariable("SGWATCH_TABLE")) is { Length: > 0 } table ? table : null;

    /// <summary>The table's name. Null, after an error message, if nothing names one.</summary>
    public string? Table(ParseResult parsed, TextWriter error)
    {
        if (TableOrNull(parsed) is { } table)
        {
            return table;
        }
        error.WriteLine(
            $"sgwatch {command}: no table: name it with --table NAME or SGWATCH_TABLE. The Terraform module's outputs have the name.");
        return null;
    }

    /// <summary>The settings that the command line and the environment name.</summary>
    public AwsSettings Settings(ParseResult parsed) => _aws.Settings(parsed);
}
