using System.CommandLine;
using SgWatch.Aws.Dynamo;
using SgWatch.Cli.Options;
using SgWatch.Guard.Recording;
using SgWatch.Reports;

namespace SgWatch.Cli.Commands;

/// <summary><c>sgwatch incidents list|show|undo</c>: what the guard did, and how to undo it.</summary>
internal static class IncidentsCommand
{
    private const string Name = "incidents";
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
            return await AwsCommand.ConnectedAsync(Name, record.Settings(parsed), error, async connection =>
            {
                var exit = ExitCode.Clean;
                var incidents = new DynamoIncidentRecord(connection, table, time)
                {
                    OnUnreadable = unreadable => exit = AwsCommand.Failed(Name, unreadable, error),
                };
                var search = new IncidentSearch(incidents, time) { Retry = AwsCommand.Retry(time) };
                var ofDays = Math.Clamp(parsed.GetValue(days), 1, IncidentSearch.MaxDays);
                var found = parsed.GetValue(group) is { } of
                    ? await search.OfGroupAsync(of, ofDays, parsed.GetValue(most), cancellationToken)
                    : await search.LatestAsync(ofDays, parsed.GetValue(most), cancellationToken);
                if (!found.TryGet(out var entries, out var failure))
                {
                    return AwsCommand.Failed(Name, failure, error);
                }
                format.Write(new IncidentTable([.. entries.Select(entry => entry.Incident)]), parsed, output);
                return exit;
            });
        });
        return command
            .WithDetails("""
                An item of the table that can't be read is named on standard error. The list goes on without it, and ends with 3.
                """)
            .WithExamples("""
                sgwatch incidents list --table sgwatch-incidents
                sgwatch incidents list --group 111122223333/eu-west-1/sg-0123456789abcdef0 --format json
                """);
    }

    private static Command Show(TextWriter output, TextWriter error, TimeProvider time)
    {
        var (record, format) = (new RecordOptions(), FormatOption.ForReports());
        var incident = new IncidentArgument(error, time);
        var command = record.AddTo(new("show", "Shows one incident: what was wrong, what was done, and every call.")
        {
            incident.Argument, incident.Days, format.Option,
        });
        command.SetAction(async (parsed, cancellationToken) =>
        {
            if (record.Table(parsed, error) is not { } table)
            {
                return ExitCode.Usage;
            }
            return await AwsCommand.ConnectedAsync(Name, record.Settings(parsed), error, async connection =>
            {
                var found = await incident.FindAsync(
                    parsed, new DynamoIncidentRecord(connection, table, time), AwsCommand.Retry(time), cancellationToken);
                if (!found.TryGet(out var entry, out var failure))
                {
                    return AwsCommand.Failed(Name, failure, error);
                }
                if (entry is null)
                {
                    return ExitCode.Usage;
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
