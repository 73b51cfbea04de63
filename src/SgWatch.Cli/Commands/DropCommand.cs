using System.CommandLine;
using SgWatch.Cli.Options;
using SgWatch.Guard.Remembering;
using SgWatch.Rules;
using SgWatch.Text;
using SgWatch.Verdicts.Baselines;

namespace SgWatch.Cli.Commands;

/// <summary><c>sgwatch baseline drop</c>: a rule is no longer tolerated. The next sweep finds it new.</summary>
internal sealed class DropCommand(TextWriter output, TextWriter error, TimeProvider time)
{
    private const string Name = "baseline drop";

    private readonly RecordOptions _record = new("baseline", BaselineCommand.RegionHelp);
    private readonly GroupArgument _group = new();
    private readonly RuleArgument _rule = new();

    public static Command Create(TextWriter output, TextWriter error, TimeProvider time) => new DropCommand(output, error, time).Create();

    private Command Create()
    {
        var command = _record.AddTo(new("drop", "Hands a tolerated rule to the next sweep, which finds it new.")
        {
            _group.Argument, _rule.Argument,
        });
        command.SetAction(RunAsync);
        return command
            .WithDetails("""
                The guard forgets the rule and why it was tolerated. The next sweep judges it as if it had just been made: what the policy
                forbids is revoked. What unless-changed-by made is tolerated again.
                'sgwatch explain GROUP' says beforehand what the policy makes of the rule.
                """)
            .WithExamples("""
                sgwatch baseline drop sg-0123456789abcdef0 sgr-0123456789abcdef0 --table sgwatch-incidents
                sgwatch baseline drop 111122223333/eu-west-1/sg-0123456789abcdef0 "ingress tcp/22 from 0.0.0.0/0"
                """);
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        if (_record.Table(parsed, error) is not { } table)
        {
            return ExitCode.Usage;
        }
        return await AwsCommand.ConnectedAsync(Name, _record.Settings(parsed), error, async connection =>
        {
            var groups = new LiveGroups(connection, member: null, time);
            var store = AwsCommand.Memory(connection, table, time);
            var (named, groupId) = _group.Read(parsed);
            var at = named;
            var reader = new MemoryReader(store, groups.Retry);
            if ((named.Account is null && !(await groups.LocateAsync(named, cancellationToken)).TryGet(out at, out var failure))
                || !(await reader.GroupAsync(at, groupId, cancellationToken)).TryGet(out var stored, out failure))
            {
                return AwsCommand.Failed(Name, failure, error);
            }
            if (stored.Value is not { } memory || !Knows(memory, parsed))
            {
                error.WriteLine($"sgwatch {Name}: nothing is remembered of {SafeText.Line(parsed.GetValue(_rule.Argument))} in "
                    + $"{at.Account}/{at.Region}/{groupId}, so there is nothing to drop. 'sgwatch baseline list' lists what is tolerated.");
                return ExitCode.Usage;
            }
            var edited = await new MemoryEditor(store, groups.Retry).EditAsync(
                at, groupId, time.GetUtcNow(), found => Dropping(found, parsed), cancellationToken);
            if (!edited.TryGet(out _, out failure))
            {
                return AwsCommand.Failed(Name, failure, error);
            }
            output.WriteLine($"Dropped: {groupId}: {string.Join(", ", Ids(memory, parsed).DefaultIfEmpty("a rule that was to come"))}. "
                + "The next sweep finds it new, and revokes what the policy forbids.");
            return ExitCode.Clean;
        });
    }

    private GroupMemory Dropping(GroupMemory memory, ParseResult parsed)
    {
        var dropped = Ids(memory, parsed).Aggregate(memory, (left, id) => left.Dropping(id, RuleOf(left, id)));
        return _rule.Rule(parsed) is { } rule ? dropped.NoLongerExpecting(rule) : dropped;
    }

    private bool Knows(GroupMemory memory, ParseResult parsed) => Ids(memory, parsed).Any()
        || (_rule.Rule(parsed) is { } rule && memory.Expected.Any(expected => expected.Rule.HasSameTraffic(rule)));

    // the remembered and tolerated rules that the argument names
    private IEnumerable<string> Ids(GroupMemory memory, ParseResult parsed) => memory.Rules.Values.Select(rule => rule.Content.Rule)
        .Concat(memory.Baseline.Select(entry => entry.Content.Rule))
        .Where(rule => _rule.Id(parsed) is { } id ? rule.SecurityGroupRuleId == id : _rule.Rule(parsed)!.HasSameTraffic(rule))
        .Select(rule => rule.SecurityGroupRuleId!)
        .Distinct();

    private static SecurityGroupRule? RuleOf(GroupMemory memory, string id) => memory.Rules.GetValueOrDefault(id)?.Content.Rule
        ?? memory.Baseline.FirstOrDefault(entry => entry.RuleId == id)?.Content.Rule;
}
