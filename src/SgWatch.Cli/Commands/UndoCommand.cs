using System.CommandLine;
using SgWatch.Aws.Dynamo;
using SgWatch.Calls;
using SgWatch.Changes;
using SgWatch.Cli.Options;
using SgWatch.Guard.Ports;
using SgWatch.Guard.Remembering;
using SgWatch.Guard.Undoing;
using SgWatch.Incidents;
using SgWatch.Policies;
using SgWatch.Verdicts;

namespace SgWatch.Cli.Commands;

/// <summary><c>sgwatch incidents undo</c>: puts back exactly what an incident took, after asking.</summary>
internal sealed class UndoCommand(Stream input, TextWriter output, TextWriter error, TimeProvider time)
{
    private const string Name = "incidents undo";

    private readonly RecordOptions _record = new();
    private readonly PolicyOption _policy = new();
    private readonly MemberOptions _member = new();
    private readonly IncidentArgument _search = new(error, time);
    private readonly Option<bool> _yes = new("--yes") { Description = "Doesn't ask." };

    private readonly Option<bool> _force = new("--force")
    {
        Description = "Puts the rules back even if that can't be noted in the guard's memory, so that the guard takes them again.",
    };

    public static Command Create(Stream input, TextWriter output, TextWriter error, TimeProvider time) =>
        new UndoCommand(input, output, error, time).Create();

    private Command Create()
    {
        var command = _record.AddTo(new("undo", "Puts back exactly what an incident took away, after asking.")
        {
            _search.Argument, _search.Days, _policy.Option, _yes, _force,
        });
        _member.AddTo(command);
        command.SetAction(RunAsync);
        return command
            .WithDetails("""
                The rules come back with their descriptions and tags. The rules that the incident added are removed.
                First it says whether the guard would take the rules away again, and which exemption keeps them.
                Before it changes the group, it notes in the guard's memory which rules you put back. The guard then leaves them alone,
                unless a guardrail with judge: state forbids them.
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
        return await AwsCommand.ConnectedAsync(Name, _record.Settings(parsed), error, async connection =>
        {
            var groups = new LiveGroups(connection, _member.Role(parsed), time);
            var record = new DynamoIncidentRecord(connection, table, time);
            if (!(await _search.FindAsync(parsed, record, groups.Retry, cancellationToken)).TryGet(out var entry, out var failure))
            {
                return AwsCommand.Failed(Name, failure, error);
            }
            if (entry is null)
            {
                return ExitCode.Usage;
            }
            var memory = AwsCommand.Memory(connection, table, time);
            return await UndoAsync(parsed, entry.Incident, policy, record, memory, groups, cancellationToken);
        });
    }

    private async Task<int> UndoAsync(
        ParseResult parsed, Incident incident, Policy policy, DynamoIncidentRecord record, IMemoryStore memory, LiveGroups groups,
        CancellationToken cancellationToken)
    {
        if (incident.Revoked.IsEmpty && incident.Authorized.IsEmpty)
        {
            error.WriteLine($"sgwatch incidents undo: {incident.Id} changed nothing, so there is nothing to undo.");
            return ExitCode.Usage;
        }
        var (at, groupId) = (incident.AccountRegion, incident.Before.GroupId);
        if (!(await groups.LocateAsync(at, cancellationToken)).TryGet(out _, out var failure)
            || !(await groups.ReadAsync(at, groupId, policy, cancellationToken)).TryGet(out var now, out failure))
        {
            return failure.Kind == CallFailureKind.NotFound ? Gone(groupId) : AwsCommand.Failed(Name, failure, error);
        }
        var plan = IncidentUndo.PlanOf(incident, now);
        if (plan.IsEmpty)
        {
            output.WriteLine($"Nothing to do: {groupId} has every rule that {incident.Id} took away, and no rule that it added.");
            return ExitCode.Clean;
        }
        var after = now with { Rules = [.. now.Rules, .. plan.Authorize] };
        if (!(await groups.ReadPrefixListsAsync(at, policy, after, cancellationToken)).TryGet(out var lists, out failure))
        {
            return AwsCommand.Failed(Name, failure, error);
        }
        var before = new Case(policy, now, lists, new(ChangedRules.None), time.GetUtcNow());
        var seen = await new MemoryReader(memory, groups.Retry).RecollectAsync(policy, now, lists, before.Now, cancellationToken);
        var remembered = seen.TryGet(out var found, out var unread) ? found : null;
        var forecast = IncidentUndo.ForecastOf(before, plan, groups.Actor, remembered);
        UndoPreview.Write(incident, plan, forecast, DateOnly.FromDateTime(before.Now.UtcDateTime), output);
        if (!parsed.GetValue(_yes) && !Question.IsYes("Put it back?", input, error))
        {
            error.WriteLine("sgwatch incidents undo: nothing was changed. Answer yes, or pass --yes.");
            return ExitCode.Usage;
        }
        var undone = unread is null && remembered is null ? null : new UndoneRules(memory, lists, groups.Retry, time);
        if (undone is not null && !plan.Authorize.IsEmpty)
        {
            unread ??= (await undone.ExpectAsync(incident, plan, groups.Actor, cancellationToken)).FailureOrNull;
        }
        if (unread is not null && !IsUndoneAllTheSame(parsed, unread, forecast))
        {
            return ExitCode.Failed;
        }
        var undo = new IncidentUndo(groups.Open(at), record, new(), time, AwsCommand.Random(time)) { UndoneRules = undone };
        return Ended(await undo.RunAsync(incident, now, plan, policy, groups.Actor, cancellationToken));
    }

    // what can't be noted would be taken away again
    private bool IsUndoneAllTheSame(ParseResult parsed, CallFailure unnoted, UndoForecast forecast)
    {
        AwsCommand.Failed(Name, unnoted, error);
        if (forecast == UndoForecast.Stays)
        {
            error.WriteLine(
                "sgwatch incidents undo: the guard's memory can't be used. The policy permits what is put back, so it goes on.");
            return true;
        }
        error.WriteLine("sgwatch incidents undo: it can't be noted in the guard's memory that you put this back. "
            + "The guard would take it away again.");
        if (parsed.GetValue(_force) || (!parsed.GetValue(_yes) && Question.IsYes("Put it back all the same?", input, error)))
        {
            return true;
        }
        error.WriteLine("sgwatch incidents undo: nothing was changed. Run it again later, or pass --force.");
        return false;
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
            return AwsCommand.Failed(Name, notRecorded, error);
        }
        var done = $"{undo.Authorized.Length} put back, {undo.Revoked.Length} removed; recorded as {undo.Id}.";
        if (undo.Failure is { } failure)
        {
            error.WriteLine($"sgwatch incidents undo: done only in part: {done}");
            return AwsCommand.Failed(Name, failure, error);
        }
        output.WriteLine($"Done: {done}");
        return ExitCode.Clean;
    }
}
