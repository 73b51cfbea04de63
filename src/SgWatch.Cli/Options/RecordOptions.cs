using System.CommandLine;
using SgWatch.Aws.Settings;

namespace SgWatch.Cli.Options;

/// <summary>The options by which every command of <c>incidents</c> finds the record.</summary>
internal sealed class RecordOptions
{
    private readonly Option<string?> _table = new("--table")
    {
        Description = "The DynamoDB table of incidents (else SGWATCH_TABLE).",
        HelpName = "NAME",
    };

    private readonly AwsOptions _aws = new("The table's region (else the AWS CLI's setting).");

    /// <summary>Gives a command these options.</summary>
    public Command AddTo(Command command)
    {
        command.Add(_table);
        _aws.AddTo(command);
        return command;
    }

    /// <summary>The table's name. Null, after an error message, if nothing names one.</summary>
    public string? Table(ParseResult parsed, TextWriter error)
    {
        if ((parsed.GetValue(_table) ?? Environment.GetEnvironmentVariable("SGWATCH_TABLE")) is { Length: > 0 } table)
        {
            return table;
        }
        error.WriteLine(
            "sgwatch incidents: no table: name it with --table NAME or SGWATCH_TABLE. The Terraform module's outputs have the name.");
        return null;
    }

    /// <summary>The settings that the command line and the environment name.</summary>
    public AwsSettings Settings(ParseResult parsed) => _aws.Settings(parsed);
}
