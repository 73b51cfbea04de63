using System.Collections.Immutable;
using System.CommandLine;
using SgWatch.Aws.Connections;
using SgWatch.Aws.Dynamo;
using SgWatch.Aws.Settings;
using SgWatch.Calls;
using SgWatch.Cli.Incidents;
using SgWatch.Cli.PolicyFiles;
using SgWatch.Incidents;
using SgWatch.Text;

namespace SgWatch.Cli.Commands;

/// <summary><c>sgwatch incidents list|show|undo</c>: what the guard did, and how to have it otherwise.</summary>
internal static class IncidentsCommand
{
    private const int DefaultDays = 30;
    private const int DefaultMost = 50;

    public static Command Create(Stream input, TextWriter output, TextWriter error, TimeProvider time) =>
        new("incidents", "What the guard did: the record in the DynamoDB table of the stack.")
        {
            List(output, error, time),
            Show(output, error, time),
            UndoCommand.Create(input, output, error, time),
        };

    /// <summary>Runs with a connection, and tells what is wrong with it.</summary>
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

    public static int Failed(CallFailure failure, TextWriter error)
    {
        error.WriteLine($"sgwatch incidents: {failure.Operation}: {failure.Code}: {SafeText.Line(failure.Message)}");
        return ExitCode.Failed;
    }

    private static Command List(TextWriter output, TextWriter error, TimeProvider time)
    {
        var options = new IncidentOptions();
        var group = new Option<string?>("--group") { Description = "Only of one group: ACCOUNT/REGION/sg-…", HelpName = "GROUP" };
        var days = new Option<int>("--days") { Description = "Of how many days.", DefaultValueFactory = _ => DefaultDays };
        var most = new Option<int>("--max") { Description = "How many at most.", DefaultValueFactory = _ => DefaultMost };
        var command = options.AddTo(new("list", "The latest incidents, latest first.") { group, days, most });
        command.SetAction(async (parsed, cancellationToken) =>
        {
            if (options.Table(parsed, error) is not { } table)
            {
                return ExitCode.Usage;
            }
            return await ConnectedAsync(options.Settings(parsed), error, async connection =>
            {
                var store = new IncidentStore(new DynamoIncidentRecord(connection, table, time), time);
                var ofDays = Math.Clamp(parsed.GetValue(days), 1, IncidentStore.MaxDays);
                var found = parsed.GetValue(group) is { } of
                    ? await store.OfGroupAsync(of, ofDays, parsed.GetValue(most), cancellationToken)
                    : await store.LatestAsync(ofDays, parsed.GetValue(most), cancellationToken);
                if (found is CallResult<ImmutableArray<IncidentEntry>>.Failed(var failure))
                {
                    return Failed(failure, error);
                }
                Write(((CallResult<ImmutableArray<IncidentEntry>>.Ok)found).Value, options.IsJson(parsed), output);
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
        var options = new IncidentOptions();
        var id = new Argument<string>("INCIDENT") { Description = "The incident's id, such as inc-0123456789abcdef." };
        var command = options.AddTo(new("show", "One incident: what was wrong, what was done, and by which calls.") { id });
        command.SetAction(async (parsed, cancellationToken) =>
        {
            if (options.Table(parsed, error) is not { } table)
            {
                return ExitCode.Usage;
            }
            return await ConnectedAsync(options.Settings(parsed), error, async connection =>
            {
                var store = new IncidentStore(new DynamoIncidentRecord(connection, table, time), time);
                switch (await store.FindAsync(parsed.GetValue(id)!, cancellationToken))
                {
                    case CallResult<IncidentEntry?>.Failed(var failure):
                        return Failed(failure, error);
                    case CallResult<IncidentEntry?>.Ok({ } entry):
                        output.Write(options.IsJson(parsed) ? IncidentJson.Write(entry.Incident) + "\n" : Text(entry.Incident));
                        return ExitCode.Clean;
                    default:
                        return NotThere(parsed.GetValue(id)!, error);
                }
            });
        });
        return command.WithExamples("sgwatch incidents show inc-0123456789abcdef --table sgwatch-incidents");
    }

    public static int NotThere(string id, TextWriter error)
    {
        error.WriteLine($"sgwatch incidents: there is no incident {SafeText.Line(id, 40)} in the table; 'sgwatch incidents list' has the latest.");
        return ExitCode.Usage;
    }

    private static string Text(Incident incident) => incident.Calls.Aggregate(
        IncidentNotification.For(incident).Text + (incident.Calls.IsEmpty ? "" : "\nCalls\n"),
        (text, call) => $"{text}  {call.At.UtcDateTime:yyyy-MM-dd HH:mm:ss.fff}Z  {call.Operation} {string.Join(' ', call.Rules)}: {SafeText.Line(call.Answer)}\n");

    private static void Write(ImmutableArray<IncidentEntry> entries, bool isJson, TextWriter output)
    {
        if (isJson)
        {
            JsonOutput.WriteObject(output, json =>
            {
                json.WriteString("schema", "sgwatch.incidents/1");
                json.WriteStartArray("incidents");
                foreach (var entry in entries)
                {
                    IncidentJson.Write(json, entry.Incident);
                }
                json.WriteEndArray();
            });
            return;
        }
        foreach (var line in IncidentLines.Write(entries))
        {
            output.WriteLine(line);
        }
    }
}
