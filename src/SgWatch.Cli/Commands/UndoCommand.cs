using System.CommandLine;
using SgWatch.Aws.Accounts;
using SgWatch.Aws.Connections;
using SgWatch.Aws.Dynamo;
using SgWatch.Aws.Ec2;
using SgWatch.Calls;
using SgWatch.Changes;
using SgWatch.Cli.Options;
using SgWatch.Guard.Reconciling;
using SgWatch.Guard.Recording;
using SgWatch.Guard.Undoing;
using SgWatch.Incidents;
using SgWatch.Policies;
using SgWatch.Verdicts;

namespace SgWatch.Cli.Commands;

/// <summary><c>sgwatch incidents undo</c>: puts back exactly what an incident took, after asking.</summary>
internal sealed class UndoCommand(Stream input, TextWriter output, TextWriter error, TimeProvider time)
{
    private readonly RecordOptions _record = new();
    private readonly PolicyOption _policy = new();
    private readonly Argument<string> _id = new("INCIDENT") { Description = "The incident's id, such as inc-0123456789abcdef." };
    private readonly Option<bool> _yes = new("--yes") { Description = "Doesn't ask." };

    private readonly Option<string?> _role = new("--role")
    {
        Description = "The role to assume if the group is in another account.",
        HelpName = "NAME",
    };

    private readonly Option<string?> _externalId = new("--external-id") { Description = "The external id that the role requires." };

    public static Command Create(Stream input, TextWriter output, TextWriter error, TimeProvider time) =>
        new UndoCommand(input, output, error, time).Create();

    private Command Create()
    {
        var command = _record.AddTo(new("undo", "Puts back exactly what an incident took away, after asking.")
        {
            _id, _policy.Option, _yes, _role, _externalId,
        });
        command.SetAction(RunAsync);
        return command
            .WithDetails("""
                The rules come back with their descriptions and tags. The rules that the incident added are removed.
                First it says whether the policy would take the rules away again, and which exemption keeps them.
                The undo is recorded as an incident of its own.
                """)
            .WithExamples("""
                sgwatch incidents undo inc-0123456789abcdef --table sgwatch-incidents --policy sgwatch.yaml
                sgwatch incidents undo inc-0123456789abcdef --yes
                """);
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        if (_record.Table(parsed, error) is not { } table || _policy.Policy(parsed, error) is not { } policy)
        {
            return ExitCode.Usage;
        }
        return await IncidentsCommand.ConnectedAsync(_record.Settings(parsed), error, async connection =>
        {
            var id = parsed.GetValue(_id)!;
            var record = new DynamoIncidentRecord(connection, table, time);
            if (!(await new IncidentSearch(record, time).FindAsync(id, cancellationToken)).TryGet(out var entry, out var failure))
            {
                return IncidentsCommand.Failed(failure, error);
            }
            if (entry is null)
            {
                return IncidentsCommand.NotFound(id, error);
            }
            var member = parsed.GetValue(_role) is { } role ? new MemberRole(role, parsed.GetValue(_externalId)) : null;
            return await UndoAsync(entry.Incident, policy, record, connection, member, parsed.GetValue(_yes), cancellationToken);
        });
    }

    private async Task<int> UndoAsync(
        Incident incident, Policy policy, DynamoIncidentRecord record, AwsConnection connection, MemberRole? member, bool isYes,
        CancellationToken cancellationToken)
    {
        if (incident.Revoked.IsEmpty && incident.Authorized.IsEmpty)
        {
            error.WriteLine($"sgwatch incidents undo: {incident.Id} changed nothing, so there is nothing to undo.");
            return ExitCode.Usage;
        }
        var ownAccount = new OwnAccount(connection, time);
        if (!(await ownAccount.GetAsync(cancellationToken)).TryGet(out _, out var unknown))
        {
            return IncidentsCommand.Failed(unknown, error);
        }
        var members = member is null ? null : new MemberSessions(connection, member, time);
        var groups = new AwsSecurityGroupsProvider(connection, ownAccount, time, members).Open(new(incident.Account, incident.Region));
        var groupId = incident.Before.GroupId;
        if (!(await groups.ReadAsync(groupId, cancellationToken)).TryGet(out var now, out var failure))
        {
            return failure.Kind == CallFailureKind.NotFound ? Gone(groupId) : IncidentsCommand.Failed(failure, error);
        }
        var plan = IncidentUndo.PlanOf(incident, now);
        if (plan.IsEmpty)
        {
            output.WriteLine($"Nothing to do: {groupId} has every rule that {incident.Id} took away, and no rule that it added.");
            return ExitCode.Clean;
        }
        var actor = new Actor { Arn = ownAccount.Arn };
        var after = now with { Rules = [.. now.Rules, .. plan.Authorize] };
        var lists = await LivePrefixLists.ReadAsync(groups, Judge.PrefixListsOf(policy, after), cancellationToken);
        var before = new Case(policy, now, lists, new(ChangedRules.None), time.GetUtcNow());
        var today = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
        UndoPreview.Write(incident, plan, IncidentUndo.ForecastOf(before, plan, actor), today, output);
        if (!isYes && !IsYes())
        {
            error.WriteLine("sgwatch incidents undo: nothing was changed. Answer yes, or pass --yes.");
            return ExitCode.Usage;
        }
        var random = new Random((int)time.GetTimestamp()); // spreads the retries, and makes this undo's id its own
        var undo = new IncidentUndo(groups, record, new(), time, random);
        return Ended(await undo.RunAsync(incident, now, plan, policy, actor, cancellationToken));
    }

    private bool IsYes()
    {
        error.Write("Put it back? [y/N] ");
        error.Flush();
        using var reader = new StreamReader(input, leaveOpen: true);
        return reader.ReadLine()?.Trim().ToLowerInvariant() is "y" or "yes";
    }

    private int Gone(string groupId)
    {
        error.WriteLine(
            $"sgwatch incidents undo: {groupId} is gone. A group that was made again has another id, and undo doesn't change that group.");
        return ExitCode.Failed;
    }

    private int Ended(CallResult<Incident> ended)
    {
        if (!ended.TryGet(out var undo, out var notRecorded))
        {
            error.WriteLine("sgwatch incidents undo: the undo can't be recorded, so it may not have been done. Run it again.");
            return IncidentsCommand.Failed(notRecorded, error);
        }
        var done = $"{undo.Authorized.Length} put back, {undo.Revoked.Length} removed; recorded as {undo.Id}.";
        if (undo.Failure is { } failure)
        {
            error.WriteLine($"sgwatch incidents undo: done only in part: {done}");
            return IncidentsCommand.Failed(failure, error);
        }
        output.WriteLine($"Done: {done}");
        return ExitCode.Clean;
    }
}
