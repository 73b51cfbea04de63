using System.CommandLine;
using SgWatch.Cli.Options;
using SgWatch.Guard.Remembering;
using SgWatch.Policies;
using SgWatch.Reports;
using SgWatch.Verdicts;
using SgWatch.Verdicts.Baselines;

namespace SgWatch.Cli.Commands;

/// <summary><c>sgwatch explain</c>: one live group, rule by rule.</summary>
internal sealed class ExplainCommand(TextWriter output, TextWriter error, TimeProvider time)
{
    private const string Name = "explain";
    private const string Sweep = "sweep";
    private const string Change = "change";

    private readonly GroupArgument _group = new();
    private readonly PolicyOption _policy = new();
    private readonly FormatOption _format = FormatOption.ForExplanations();
    private readonly MemberOptions _member = new();
    private readonly RecordOptions _record = new(
        Name, "The region of the table, and of a group that is named by its id alone (else the AWS CLI's setting).");

    private readonly Option<string> _as = new("--as")
    {
        Description = "sweep: what the next sweep does (the default). change: what an event does that names every rule as just made.",
        DefaultValueFactory = _ => Sweep,
    };

    public static Command Create(TextWriter output, TextWriter error, TimeProvider time) =>
        new ExplainCommand(output, error, time).Create();

    private Command Create()
    {
        _as.AcceptOnlyFromAmong(Sweep, Change);
        var command = new Command(Name, "Reads one group as it is now, and explains what the policy makes of each rule.")
        {
            _group.Argument, _policy.Option, _format.Option, _as,
        };
        _record.AddTo(command);
        _member.AddTo(command);
        command.SetAction(RunAsync);
        return command
            .WithDetails("""
                For every rule it says what each guardrail finds, why, and what the guard's next inspection does. It changes nothing.
                With --table it reads the guard's memory. Then it says of each finding whether its rule is new, turned or tolerated:
                  new        the guard doesn't remember it, or it admits more than then. The next inspection revokes it
                  turned     it was there, and something else changed: a tag, an exemption's end. People are notified first
                  tolerated  it was there before the guard, or somebody answers for it. The guard leaves it alone
                It ends with 0 if there is no finding, or if every finding is tolerated, and with 1 otherwise.
                """)
            .WithExamples("""
                sgwatch explain sg-0123456789abcdef0 --table sgwatch-incidents
                sgwatch explain sg-0123456789abcdef0 --as change --policy sgwatch.yaml
                sgwatch explain 111122223333/eu-west-1/sg-0123456789abcdef0 --table sgwatch-incidents --region us-east-1 --format json
                """);
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        if (_policy.Policy(parsed, error) is not { } policy)
        {
            return ExitCode.Usage;
        }
        return await AwsCommand.ConnectedAsync(Name, _record.Settings(parsed), error, async connection =>
        {
            var groups = new LiveGroups(connection, _member.Role(parsed), time);
            var (at, groupId) = _group.Read(parsed);
            if (!(await groups.ReadAsync(at, groupId, policy, cancellationToken)).TryGet(out var group, out var failure)
                || !(await groups.ReadPrefixListsAsync(at, policy, group, cancellationToken)).TryGet(out var lists, out failure))
            {
                return AwsCommand.Failed(Name, failure, error);
            }
            var now = time.GetUtcNow();
            Recollection? remembered = null;
            if (_record.TableOrNull(parsed) is { } table)
            {
                var reader = new MemoryReader(AwsCommand.Memory(connection, table, time), groups.Retry);
                if (!(await reader.RecollectAsync(policy, group, lists, now, cancellationToken)).TryGet(out remembered, out failure))
                {
                    return AwsCommand.Failed(Name, failure, error);
                }
                if (remembered is null)
                {
                    error.WriteLine($"sgwatch explain: the table has no memory of {group.OwnerId}/{group.Region} yet. "
                        + "The guard's first sweep makes one. This is what happens without it.");
                }
            }
            return Explain(parsed, policy, new(policy, group, lists, InspectionCause.Sweep, now), remembered);
        });
    }

    private int Explain(ParseResult parsed, Policy policy, Case aSweep, Recollection? remembered)
    {
        var isEvent = parsed.GetValue(_as) == Change;
        var standings = remembered is null
            ? null
            : new RememberedStandings(isEvent ? remembered.AsJustMade("Explain") : remembered);
        var judged = isEvent ? aSweep with { Cause = InspectionCause.Request } : aSweep;
        var verdict = Judge.Decide(standings is null ? judged : judged with { Standings = standings });
        using (var writer = ExplanationFormats.Open(_format.Name(parsed), policy, new(policy, isEvent, standings), output))
        {
            writer.Write(verdict);
        }
        var isTolerated = standings is not null && verdict.Findings.All(finding => finding.Standing?.Kind == Standing.Tolerated);
        return verdict.IsCompliant || isTolerated ? ExitCode.Clean : ExitCode.Findings;
    }
}
