using System.CommandLine;
using SgWatch.Aws.Connections;
using SgWatch.Aws.Dynamo;
using SgWatch.Aws.Settings;
using SgWatch.Calls;
using SgWatch.Cli.Options;
using SgWatch.Guard.Recording;
using SgWatch.Reports;
using SgWatch.Text;

namespace SgWatch.Cli.Commands;

/// <summary><c>sgwatch incidents list|show|undo</c>: what the guard did, and how to undo it.</summary>
internal static class IncidentsCommand
{
    private const int DefaultDays = 30;
    private const int DefaultMost = 50;

    public static Command Create(Stream input, TextWriter output, TextWriter error, TimeProvider time) =>
        new Command("incidents", "What the guard did. The stack's DynamoDB table holds the record.")
        {
            List(output, error, time),
            Show(output, error, time),
            UndoCommand.Create(input, output, error, time),
        }.WithExamples("""
            sgwatch incidents list --table sgwatch-incidents
            sgwatch incidents show inc-0123456789abcdef --table sgwatch-incidents
            sgwatch incidents undo inc-0123456789abcdef --table sgwatch-incidents
            """);

    /// <summary>Runs with a connection to AWS. Says what is wrong if there can be none.</summary>
    public static async Task<int> ConnectedAsync(AwsSettings settings, TextWriter error, Func<AwsConnection, Task<int>> run)
    {
        try
        {
            using var connection = new AwsConnection(settings, error.WriteLine);
            return await run(connection);
        }
        catch (AwsConfigurationException problem)
        {
            error.WriteLine($"sgwatch incidents: {problem.Message}");
            return ExitCode.Usage;
        }
    }

    /// <summary>Reports a failed call.</summary>
    public static int Failed(CallFailure failure, TextWriter error)
    {
        error.WriteLine($"sgwatch incidents: {failure.Operation}: {failure.Code}: {SafeText.Line(failure.Message)}");
        return ExitCode.Failed;
    }

    /// <summary>Reports that the record has no such incident.</summary>
    public static int NotFound(string id, TextWriter error)
    {
        error.WriteLine(
            $"sgwatch incidents: there is no incident {SafeText.Line(id, 40)} in the table. 'sgwatch incidents list' lists the latest.");
        return ExitCode.Usage;
    }

    private static Command List(TextWriter output, TextWriter error, TimeProvider time)
    {
        var (record, format) = (new RecordOptions(), FormatOption.ForReports());
        var group = new Option<string?>("--group") { Description = "Only one group's: ACCOUNT/REGION/sg-….", HelpName = "GROUP" };
        var days = new Option<int>("--days") { Description = "How many days to go back.", DefaultValueFactory = _ => DefaultDays };
        var most = new Option<int>("--max") { Description = "The most incidents to list.", DefaultValueFactory = _ => DefaultMost };
        var command = record.AddTo(new("list", "Lists incidents, the latest first.") { group, days, most, format.Option });
        command.SetAction(async (parsed, cancellationToken) =>
        {
            if (record.Table(parsed, error) is not { } table)
            {
                return ExitCode.Usage;
            }
            return await ConnectedAsync(record.Settings(parsed), error, async connection =>
            {
                var search = new IncidentSearch(new DynamoIncidentRecord(connection, table, time), time);
                var ofDays = Math.Clamp(parsed.GetValue(days), 1, IncidentSearch.MaxDays);
                var found = parsed.GetValue(group) is { } of
                    ? await search.OfGroupAsync(of, ofDays, parsed.GetValue(most), cancellationToken)
                    : await search.LatestAsync(ofDays, parsed.GetValue(most), cancellationToken);
                if (!found.TryGet(out var entries, out var failure))
                {
                    return Failed(failure, error);
                }
                format.Write(new IncidentTable([.. entries.Select(entry => entry.Incident)]), parsed, output);
                return ExitCode.Clean;
            });
        });
        return command.WithExamples("""
            sgwatch incidents list --table sgwatch-incidents
            sgwatch incidents list --group 111122223333/eu-west-1/sg-0123456789abcdef0 --format json
            """);
    }

    private static Command Show(TextWriter output, TextWriter error, TimeProvider time)
    {
        var (record, format) = (new RecordOptions(), FormatOption.ForReports());
        var id = new Argument<string>("INCIDENT") { Description = "The incident's id, such as inc-0123456789abcdef." };
        var command = record.AddTo(new("show", "Shows one incident: what was wrong, what was done, and every call.") { id, format.Option });
        command.SetAction(async (parsed, cancellationToken) =>
        {
            if (record.Table(parsed, error) is not { } table)
            {
                return ExitCode.Usage;
            }
            return await ConnectedAsync(record.Settings(parsed), error, async connection =>
            {
                var search = new IncidentSearch(new DynamoIncidentRecord(connection, table, time), time);
                if (!(await search.FindAsync(parsed.GetValue(id)!, cancellationToken)).TryGet(out var entry, out var failure))
                {
                    return Failed(failure, error);
                }
                if (entry is null)
                {
                    return NotFound(parsed.GetValue(id)!, error);
                }
                format.Write(new IncidentReport(entry.Incident), parsed, output);
                return ExitCode.Clean;
            });
        });
        return command.WithExamples("""
            sgwatch incidents show inc-0123456789abcdef --table sgwatch-incidents
            sgwatch incidents show inc-0123456789abcdef --format json
            """);
    }
}
