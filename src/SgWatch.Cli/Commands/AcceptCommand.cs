using System.CommandLine;
using SgWatch.Changes;
using SgWatch.Cli.Options;
using SgWatch.Guard.Remembering;
using SgWatch.Policies;
using SgWatch.Policies.Wording;
using SgWatch.Rules;
using SgWatch.Text;
using SgWatch.Verdicts;
using SgWatch.Verdicts.Baselines;

namespace SgWatch.Cli.Commands;

/// <summary><c>sgwatch baseline accept</c>: a rule is tolerated, because a person says so.</summary>
internal sealed class AcceptCommand(TextWriter output, TextWriter error, TimeProvider time)
{
    private const string Name = "baseline accept";
    private const string ToCome = "sgr-to-come";
    private const int MaxReasonLength = 200;
    private const int ExemptionDays = 30;

    private readonly RecordOptions _record = new("baseline", BaselineCommand.RegionHelp);
    private readonly PolicyOption _policy = new();
    private readonly MemberOptions _member = new();
    private readonly GroupArgument _group = new();
    private readonly RuleArgument _rule = new();
    private readonly Option<string> _reason = new("--reason") { Description = "Why, for the next person who asks.", Required = true };

    private readonly Option<DateOnly?> _until = new("--until")
    {
        Description = "The last day (UTC) on which it is tolerated, such as 2026-12-31. Without it there is no end.",
        HelpName = "DATE",
        CustomParser = static result =>
        {
            if (DateOnly.TryParseExact(result.Tokens[0].Value, "yyyy-MM-dd", out var day))
            {
                return day;
            }
            result.AddError($"--until '{result.Tokens[0].Value}': expected a day, such as 2026-12-31.");
            return null;
        },
    };

    public static Command Create(TextWriter output, TextWriter error, TimeProvider time) => new AcceptCommand(output, error, time).Create();

    private Command Create()
    {
        _reason.Validators.Add(static result =>
        {
            if (result.Tokens is [var token] && (string.IsNullOrWhiteSpace(token.Value) || token.Value.Length > MaxReasonLength))
            {
                result.AddError($"--reason: expected 1 to {MaxReasonLength} characters.");
            }
        });
        var command = _record.AddTo(new("accept", "Makes the guard leave one rule of one group alone.")
        {
            _group.Argument, _rule.Argument, _reason, _until, _policy.Option,
        });
        _member.AddTo(command);
        command.SetAction(RunAsync);
        return command
            .WithDetails("""
                The rule may be there already, or it may be one that you are about to make: then name it by its text, and make it within
                15 minutes. Every guardrail with judge: changes tolerates it, as long as it admits no more than now.
                After --until, people are notified, and the guard revokes it 30 minutes later.
                A guardrail with judge: state knows no baseline. What it forbids needs an exemption in the policy.
                """)
            .WithExamples("""
                sgwatch baseline accept sg-0123456789abcdef0 sgr-0123456789abcdef0 --reason "SEC-1234" --table sgwatch-incidents
                sgwatch baseline accept sg-0123456789abcdef0 "ingress tcp/22 from 0.0.0.0/0" --reason "migration" --until 2026-12-31
                """);
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        if (_record.Table(parsed, error) is not { } table || _policy.Policy(parsed, error) is not { } policy)
        {
            return ExitCode.Usage;
        }
        if (parsed.GetValue(_until) < DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime))
        {
            error.WriteLine($"sgwatch {Name}: --until {parsed.GetValue(_until):yyyy-MM-dd} is over already. Name today or a later day.");
            return ExitCode.Usage;
        }
        return await AwsCommand.ConnectedAsync(Name, _record.Settings(parsed), error, async connection =>
        {
            var groups = new LiveGroups(connection, _member.Role(parsed), time);
            var (named, groupId) = _group.Read(parsed);
            if (!(await groups.LocateAsync(named, cancellationToken)).TryGet(out var at, out var failure)
                || !(await groups.ReadAsync(at, groupId, policy, cancellationToken)).TryGet(out var group, out failure))
            {
                return AwsCommand.Failed(Name, failure, error);
            }
            if (_rule.FindIn(group, parsed) is not { } rule)
            {
                return NoSuchRule(group, parsed);
            }
            var withRule = rule.SecurityGroupRuleId is null
                ? group with { Rules = group.Rules.Add(rule with { SecurityGroupRuleId = ToCome }) }
                : group;
            if (!(await groups.ReadPrefixListsAsync(at, policy, withRule, cancellationToken)).TryGet(out var lists, out failure))
            {
                return AwsCommand.Failed(Name, failure, error);
            }
            var now = time.GetUtcNow();
            var findings = Judge.Decide(new(policy, withRule, lists, InspectionCause.Request, now)).Findings
                .Where(finding => finding.Rule?.SecurityGroupRuleId == (rule.SecurityGroupRuleId ?? ToCome)).ToList();
            if (findings.Find(finding => finding is { Kind: FindingKind.Violation, Guardrail.Judge: JudgeScope.State }) is { } ofState)
            {
                return RefusedByState(parsed, ofState.Guardrail, groupId, rule, now);
            }
            var editor = new MemoryEditor(AwsCommand.Memory(connection, table, time), groups.Retry);
            var edited = await editor.EditAsync(new(group.OwnerId, group.Region), groupId, now,
                memory => Accepting(parsed, memory, RememberedContent.Of(rule, lists), groups.Actor, now), cancellationToken);
            return edited.TryGet(out _, out failure) ? Done(parsed, group, rule, findings.Count) : AwsCommand.Failed(Name, failure, error);
        });
    }

    private GroupMemory Accepting(ParseResult parsed, GroupMemory memory, RememberedContent content, Actor actor, DateTimeOffset now)
    {
        var (reason, until) = (parsed.GetValue(_reason), parsed.GetValue(_until));
        return content.Rule.SecurityGroupRuleId is null
            ? memory.Expecting([new(content.Rule, BaselineReason.Accepted, now) { By = actor.Arn, Note = reason, Until = until }])
            : memory.Tolerating(
                new(null, content, BaselineReason.Accepted, now) { By = actor.Arn, Note = reason, Until = until });
    }

    private int Done(ParseResult parsed, SecurityGroup group, SecurityGroupRule rule, int findings)
    {
        var end = parsed.GetValue(_until) is { } until ? $", until the end of {until:yyyy-MM-dd} (UTC)" : "";
        var where = $"{group.GroupId} ({SafeText.Line(group.GroupName)})";
        output.WriteLine(rule.SecurityGroupRuleId is { } id
            ? $"Accepted: {where}: {rule} [{id}] is left alone by every guardrail with judge: changes{end}."
            : $"Accepted: {where}: {rule} will be left alone by every guardrail with judge: changes{end}. "
                + "Make it within 15 minutes. If it doesn't come within a day, this is void.");
        if (findings == 0)
        {
            output.WriteLine("No guardrail of this policy forbids it now.");
        }
        return ExitCode.Clean;
    }

    private int NoSuchRule(SecurityGroup group, ParseResult parsed)
    {
        error.WriteLine($"sgwatch {Name}: {group.GroupId} has no rule {parsed.GetValue(_rule.Argument)}. It has:");
        foreach (var rule in group.Rules)
        {
            error.WriteLine($"  {rule.SecurityGroupRuleId}  {SafeText.Line(rule.ToString())}");
        }
        error.WriteLine("A rule that is to come is named by its text, such as \"ingress tcp/22 from 198.51.100.7/32\".");
        return ExitCode.Usage;
    }

    private int RefusedByState(ParseResult parsed, Guardrail guardrail, string groupId, SecurityGroupRule rule, DateTimeOffset now)
    {
        error.WriteLine($"sgwatch {Name}: {guardrail.Name} forbids {SafeText.Line(rule.ToString())}, and has judge: state: "
            + "it acts on every rule, so nothing can be accepted for it. Put this exemption into the policy instead:");
        error.WriteLine();
        var until = parsed.GetValue(_until) ?? DateOnly.FromDateTime(now.UtcDateTime).AddDays(ExemptionDays);
        error.WriteLine(ExemptionText.Write(groupId, [rule], SafeText.Excerpt(parsed.GetValue(_reason), MaxReasonLength), until));
        return ExitCode.Usage;
    }
}
