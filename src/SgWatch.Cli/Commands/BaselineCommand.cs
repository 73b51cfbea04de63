using System.Collections.Immutable;
using System.CommandLine;
using SgWatch.Changes;
using SgWatch.Cli.Options;
using SgWatch.Guard.Remembering;
using SgWatch.Reports;
using SgWatch.Text;

namespace SgWatch.Cli.Commands;

/// <summary><c>sgwatch baseline list|accept|drop|reset</c>: what is tolerated, since when and why.</summary>
internal static class BaselineCommand
{
    /// <summary>What <c>--region</c> says in the commands that take a group.</summary>
    public const string RegionHelp = "The region of the table, and of a group that is named by its id alone (else the AWS CLI's setting).";

    private const string Name = "baseline list";

    public static Command Create(Stream input, TextWriter output, TextWriter error, TimeProvider time) =>
        new Command("baseline", "What the guard leaves alone although the policy forbids it: since when, and why.")
        {
            List(output, error, time),
            AcceptCommand.Create(output, error, time),
            DropCommand.Create(output, error, time),
            ResetCommand.Create(input, output, error, time),
        }
        .WithDetails("""
            A guardrail with judge: changes leaves alone what was there before the guard came. These rules are the baseline.
            The guard keeps it in the DynamoDB table, together with the rules of each group as it last saw them.
            """)
        .WithExamples("""
            sgwatch baseline list --table sgwatch-incidents
            sgwatch baseline accept sg-0123456789abcdef0 sgr-0123456789abcdef0 --reason "SEC-1234" --table sgwatch-incidents
            sgwatch baseline drop sg-0123456789abcdef0 sgr-0123456789abcdef0 --table sgwatch-incidents
            """);

    private static Command List(TextWriter output, TextWriter error, TimeProvider time)
    {
        var (record, member, format) = (new RecordOptions("baseline"), new MemberOptions(), FormatOption.ForReports());
        var account = new Option<string?>("--account") { Description = "Only this account's entries.", HelpName = "ID" };
        var only = new Option<string?>("--group") { Description = "Only this group's entries: its id.", HelpName = "GROUP" };
        var command = record.AddTo(new("list", "Lists the rules that are tolerated: the debt.") { account, only, format.Option });
        member.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            if (record.Table(parsed, error) is not { } table)
            {
                return ExitCode.Usage;
            }
            return await AwsCommand.ConnectedAsync(Name, record.Settings(parsed), error, async connection =>
            {
                var groups = new LiveGroups(connection, member.Role(parsed), time);
                var reader = new MemoryReader(AwsCommand.Memory(connection, table, time), groups.Retry);
                if (!(await groups.LocateAsync(default, cancellationToken)).TryGet(out _, out var failure)
                    || !(await reader.RegionsAsync(cancellationToken)).TryGet(out var regions, out failure))
                {
                    return AwsCommand.Failed(Name, failure, error);
                }
                if (regions.IsEmpty)
                {
                    error.WriteLine($"sgwatch baseline list: {table} has no memory yet. The guard's first sweep makes one.");
                }
                var (rows, exit) = (new List<BaselineRow>(), ExitCode.Clean);
                foreach (var at in regions.Where(at => parsed.GetValue(account) is not { } named || named == at.Account))
                {
                    if (!(await reader.BaselineAsync(at, time.GetUtcNow(), cancellationToken)).TryGet(out var its, out failure))
                    {
                        return AwsCommand.Failed(Name, failure, error);
                    }
                    foreach (var what in its.Unreadable)
                    {
                        error.WriteLine($"sgwatch baseline list: what is remembered of {SafeText.Line(what)} can't be understood. "
                            + "A later version of SgWatch may have written it.");
                        exit = ExitCode.Failed;
                    }
                    var wanted = its.Rows.Where(row => parsed.GetValue(only) is not { } id || row.GroupId == id).ToList();
                    rows.AddRange(await WithUsesAsync(wanted, at, groups, error, cancellationToken));
                }
                format.Write(new BaselineReport(rows), parsed, output);
                return exit;
            });
        });
        return command
            .WithDetails("""
                Each line is one rule that one guardrail forbids and leaves alone. The groups with the most network interfaces come first:
                there the debt is worth most. NICS is "?" where the interfaces can't be read. Entries that have ended are left out.
                A group whose memory can't be understood is named on standard error. The list goes on without it, and ends with 3.
                """)
            .WithExamples("""
                sgwatch baseline list --table sgwatch-incidents
                sgwatch baseline list --table sgwatch-incidents --format json | jq '.entries[] | select(.interfaces > 0)'
                sgwatch baseline list --table sgwatch-incidents --account 444455556666 --role sgwatch-member
                """);
    }

    // a list without them is still a list
    private static async Task<IEnumerable<BaselineRow>> WithUsesAsync(
        IReadOnlyCollection<BaselineRow> rows, AccountRegion at, LiveGroups groups, TextWriter error, CancellationToken cancellationToken)
    {
        ImmutableArray<string> ids = [.. rows.Select(row => row.GroupId).Distinct()];
        if (ids.IsEmpty)
        {
            return rows;
        }
        var read = await groups.Retry.RunAsync(token => groups.Open(at).DescribeUsesAsync(ids, token), cancellationToken);
        if (!read.TryGet(out var uses, out var failure))
        {
            error.WriteLine(
                $"sgwatch baseline list: the interfaces of {at.Account}/{at.Region} are unknown: {AwsCommand.Sentence(failure)}");
            return rows;
        }
        return rows.Select(row => row with { Use = uses.GetValueOrDefault(row.GroupId) });
    }
}
