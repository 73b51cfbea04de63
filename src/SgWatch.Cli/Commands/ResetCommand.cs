using System.CommandLine;
using SgWatch.Changes;
using SgWatch.Cli.Options;
using SgWatch.Guard.Remembering;
using SgWatch.Rules;

namespace SgWatch.Cli.Commands;

/// <summary><c>sgwatch baseline reset</c>: the first sweep of an account and region begins anew.</summary>
internal sealed class ResetCommand(Stream input, TextWriter output, TextWriter error, TimeProvider time)
{
    private const string Name = "baseline reset";

    private readonly RecordOptions _record = new("baseline");
    private readonly Option<bool> _yes = new("--yes") { Description = "Doesn't ask." };

    private readonly Argument<string?> _where = new("WHERE")
    {
        Description = "ACCOUNT/REGION (else your own account, and the table's region).",
        Arity = ArgumentArity.ZeroOrOne,
    };

    public static Command Create(Stream input, TextWriter output, TextWriter error, TimeProvider time) =>
        new ResetCommand(input, output, error, time).Create();

    private Command Create()
    {
        _where.Validators.Add(static result =>
        {
            if (result.Tokens is [var token] && Read(token.Value) is null)
            {
                result.AddError($"'{token.Value}' is no account and region: expected ACCOUNT/REGION, such as 111122223333/eu-west-1.");
            }
        });
        var command = _record.AddTo(new("reset", "Starts the first sweep of an account and region anew, after asking.") { _where, _yes });
        command.SetAction(RunAsync);
        return command
            .WithDetails("""
                The guard forgets every rule of the account and region. Its next sweep counts what it finds as there before, and tolerates
                it. That holds also for a rule that somebody opened an hour ago, and for one that was accepted only until a day.
                Nothing else does that. A table that was emptied or rolled back is filled from its copy in S3.
                Use it if the memory is lost for good, or when the guard moves to accounts that it didn't guard for long.
                """)
            .WithExamples("""
                sgwatch baseline reset --table sgwatch-incidents
                sgwatch baseline reset 111122223333/eu-west-1 --table sgwatch-incidents --yes
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
            var reader = new MemoryReader(store, groups.Retry);
            var now = time.GetUtcNow();
            var at = Read(parsed.GetValue(_where)) ?? default;
            if ((at.Account is null && !(await groups.LocateAsync(at, cancellationToken)).TryGet(out at, out var failure))
                || !(await reader.BaselineAsync(at, now, cancellationToken)).TryGet(out var baseline, out failure))
            {
                return AwsCommand.Failed(Name, failure, error);
            }
            output.WriteLine($"This forgets what the guard remembers of {at.Account}/{at.Region}.");
            output.WriteLine($"The baseline has {baseline.Rows.Length} entries there. They go.");
            output.WriteLine("The next sweep tolerates every rule that it finds there.");
            if (!parsed.GetValue(_yes) && !Question.IsYes("Forget it?", input, error))
            {
                error.WriteLine($"sgwatch {Name}: nothing was changed. Answer yes, or pass --yes.");
                return ExitCode.Usage;
            }
            if (!(await new MemoryReset(store, groups.Retry).RunAsync(at, now, cancellationToken)).TryGet(out var forgotten, out failure))
            {
                error.WriteLine($"sgwatch {Name}: it isn't done, or only in part. Run it again: that finishes it.");
                return AwsCommand.Failed(Name, failure, error);
            }
            output.WriteLine($"Done: the memory of {forgotten} groups is deleted. The next sweep is the first one again.");
            return ExitCode.Clean;
        });
    }

    private static AccountRegion? Read(string? text) => text?.Split('/') is [var account, var region]
        && AwsIds.IsAccount(account) && AwsIds.IsRegion(region) ? new AccountRegion(account, region) : null;
}
