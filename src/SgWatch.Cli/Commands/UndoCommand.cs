using System.CommandLine;
using SgWatch.Aws.Accounts;
using SgWatch.Aws.Connections;
using SgWatch.Aws.Dynamo;
using SgWatch.Aws.Ec2;
using SgWatch.Calls;
using SgWatch.Changes;
using SgWatch.Cli.Incidents;
using SgWatch.Cli.Judging;
using SgWatch.Cli.PolicyFiles;
using SgWatch.Guard.Undoing;
using SgWatch.Incidents;
using SgWatch.Policies;
using SgWatch.Policies.Wording;
using SgWatch.Rules;
using SgWatch.Text;
using SgWatch.Verdicts;

namespace SgWatch.Cli.Commands;

/// <summary><c>sgwatch incidents undo</c>: puts back exactly what an incident took, after asking.</summary>
internal static class UndoCommand
{
    private const int ExemptionDays = 30;

    public static Command Create(Stream input, TextWriter output, TextWriter error, TimeProvider time)
    {
        var options = new IncidentOptions();
        var policy = new PolicyOption();
        var id = new Argument<string>("INCIDENT") { Description = "The incident's id, such as inc-0123456789abcdef." };
        var yes = new Option<bool>("--yes") { Description = "Don't ask." };
        var role = new Option<string?>("--role") { Description = "The role to assume where the group is in another account.", HelpName = "NAME" };
        var externalId = new Option<string?>("--external-id") { Description = "The external id that the role asks for." };
        var command = options.AddTo(new("undo",
            "Puts back the rules that an incident took away, with their descriptions and tags, and removes those that it added. Says first when the "
            + "policy would take them away again, and the exemption that keeps them. The undo is an incident of its own.") { id, policy.Option, yes, role, externalId });
        command.SetAction(async (parsed, cancellationToken) =>
        {
            if (options.Table(parsed, error) is not { } table || policy.Policy(parsed, error) is not { } inForce)
            {
                return ExitCode.Usage;
            }
            return await IncidentsCommand.ConnectedAsync(options.Settings(parsed), error, async connection =>
            {
                var record = new DynamoIncidentRecord(connection, table, time);
                switch (await new IncidentStore(record, time).FindAsync(parsed.GetValue(id)!, cancellationToken))
                {
                    case CallResult<IncidentEntry?>.Failed(var failure):
                        return IncidentsCommand.Failed(failure, error);
                    case CallResult<IncidentEntry?>.Ok({ } entry):
                        var member = parsed.GetValue(role) is { } name ? new MemberRole(name, parsed.GetValue(externalId)) : null;
                        return await RunAsync(entry.Incident, inForce, record, connection, member, parsed.GetValue(yes), input, output, error, time, cancellationToken);
                    default:
                        return IncidentsCommand.NotThere(parsed.GetValue(id)!, error);
                }
            });
        });
        return command.WithExamples("""
            sgwatch incidents undo inc-0123456789abcdef --table sgwatch-incidents --policy sgwatch.yaml
            sgwatch incidents undo inc-0123456789abcdef --yes
            """);
    }

    private static async Task<int> RunAsync(
        Incident incident, Policy policy, DynamoIncidentRecord record, AwsConnection connection, MemberRole? member, bool isYes,
        Stream input, TextWriter output, TextWriter error, TimeProvider time, CancellationToken cancellationToken)
    {
        if (incident.Revoked.IsEmpty && incident.Authorized.IsEmpty)
        {
            error.WriteLine($"sgwatch incidents undo: {incident.Id} changed nothing, so there is nothing to undo.");
            return ExitCode.Usage;
        }
        var ownAccount = new OwnAccount(connection, time);
        if (await ownAccount.GetAsync(cancellationToken) is CallResult<string>.Failed(var unknown))
        {
            return IncidentsCommand.Failed(unknown, error);
        }
        var members = member is null ? null : new MemberSessions(connection, member, time);
        var groups = new AwsSecurityGroupsProvider(connection, ownAccount, time, members).Open(new(incident.Account, incident.Region));
        var groupId = incident.Before.GroupId;
        switch (await groups.ReadAsync(groupId, cancellationToken))
        {
            case CallResult<SecurityGroup>.Failed({ Kind: CallFailureKind.NotFound }):
                error.WriteLine($"sgwatch incidents undo: {groupId} is gone: a group that was made anew has another id, and nothing is put into that.");
                return ExitCode.Failed;
            case CallResult<SecurityGroup>.Failed(var failure):
                return IncidentsCommand.Failed(failure, error);
            case CallResult<SecurityGroup>.Ok(var now):
                var plan = IncidentUndo.PlanOf(incident, now);
                if (plan.IsEmpty)
                {
                    output.WriteLine($"Nothing to do: {groupId} has everything that {incident.Id} took, and nothing that it added.");
                    return ExitCode.Clean;
                }
                var actor = new Actor { Arn = ownAccount.Arn };
                var lists = await LivePrefixLists.ReadAsync(groups, Judge.PrefixListsOf(policy, now with { Rules = [.. now.Rules, .. plan.Authorize] }), cancellationToken);
                var undone = new Case(policy, now, lists, new(ChangedRules.None) { Actors = [actor] }, time.GetUtcNow());
                Preview(incident, plan, IncidentUndo.ForecastOf(undone, plan), output, time);
                if (!isYes && !IsYes(input, error))
                {
                    error.WriteLine("sgwatch incidents undo: nothing was changed: answer yes, or pass --yes.");
                    return ExitCode.Usage;
                }
                var random = new Random((int)time.GetTimestamp()); // chance spreads tries, and names them in an incident of this undo's own
                var undo = new IncidentUndo(groups, record, new(), time, random);
                return Ended(await undo.RunAsync(incident, now, plan, policy, actor, cancellationToken), output, error);
            default:
                throw new System.Diagnostics.UnreachableException("A call neither succeeded nor failed.");
        }
    }

    private static void Preview(Incident incident, Plan plan, UndoForecast fate, TextWriter output, TimeProvider time)
    {
        output.WriteLine($"{incident.Before.GroupId} ({SafeText.Line(incident.Before.GroupName)}) in {incident.Account}, {incident.Region}:");
        foreach (var rule in plan.Authorize)
        {
            output.WriteLine($"  + {rule}{(rule.Description is { } text ? $"  \"{SafeText.Line(text)}\"" : "")}");
        }
        foreach (var rule in plan.Revoke)
        {
            output.WriteLine($"  - {rule}  [{rule.SecurityGroupRuleId}]");
        }
        output.WriteLine();
        output.WriteLine(fate switch
        {
            UndoForecast.AtOnce => "The policy takes what is put back away again as soon as the event of this change arrives, within minutes.",
            UndoForecast.NextSweep => "The policy takes what is put back away again with the next sweep, within the hour.",
            _ => "The policy leaves what is put back as it is.",
        });
        if (fate != UndoForecast.Stays && !plan.Authorize.IsEmpty)
        {
            var until = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime).AddDays(ExemptionDays);
            output.WriteLine("To keep it, put this into the policy first, with a reason of your own:");
            output.WriteLine();
            output.WriteLine(ExemptionText.Write(incident.Before.GroupId, plan.Authorize, $"undo of {incident.Id}", until));
        }
    }

    private static bool IsYes(Stream input, TextWriter error)
    {
        error.Write("Put it back? [y/N] ");
        error.Flush();
        using var reader = new StreamReader(input, leaveOpen: true);
        return reader.ReadLine()?.Trim().ToLowerInvariant() is "y" or "yes";
    }

    private static int Ended(CallResult<Incident> ended, TextWriter output, TextWriter error)
    {
        switch (ended)
        {
            case CallResult<Incident>.Ok({ Failure: null } done):
                output.WriteLine($"Done: {done.Authorized.Length} put back, {done.Revoked.Length} removed; recorded as {done.Id}.");
                return ExitCode.Clean;
            case CallResult<Incident>.Ok({ Failure: { } failure } part):
                error.WriteLine($"sgwatch incidents undo: only in part: {part.Authorized.Length} put back, {part.Revoked.Length} removed; recorded as {part.Id}.");
                return IncidentsCommand.Failed(failure, error);
            case CallResult<Incident>.Failed(var unrecorded):
                error.WriteLine("sgwatch incidents undo: it can't be recorded, so it may not have been done; run it again.");
                return IncidentsCommand.Failed(unrecorded, error);
            default:
                throw new System.Diagnostics.UnreachableException("A call neither succeeded nor failed.");
        }
    }
}
