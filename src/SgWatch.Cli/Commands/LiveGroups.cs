using SgWatch.Aws.Accounts;
using SgWatch.Aws.Connections;
using SgWatch.Aws.Ec2;
using SgWatch.Calls;
using SgWatch.Changes;
using SgWatch.Guard.Ports;
using SgWatch.Guard.Reconciling;
using SgWatch.Guard.Retrying;
using SgWatch.Policies;
using SgWatch.Rules;
using SgWatch.Verdicts;

namespace SgWatch.Cli.Commands;

/// <summary>The groups that a command reads, as the person who runs it may reach them.</summary>
/// <param name="connection">The person's own identity.</param>
/// <param name="member">The role in other accounts. Null for none.</param>
/// <param name="time">The clock.</param>
internal sealed class LiveGroups(AwsConnection connection, MemberRole? member, TimeProvider time)
{
    private readonly OwnAccount _own = new(connection, time);
    private AwsSecurityGroupsProvider? _provider;

    /// <summary>Who runs the command, as STS says.</summary>
    public Actor Actor => new() { Arn = _own.Arn };

    /// <summary>Tries calls again.</summary>
    public Retry Retry { get; } = AwsCommand.Retry(time);

    /// <summary>Asks STS who runs the command, and completes an account and region with the person's own.</summary>
    /// <param name="at">The account and region, as far as they were named.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public async Task<CallResult<AccountRegion>> LocateAsync(AccountRegion at, CancellationToken cancellationToken) =>
        (await Retry.RunAsync(_own.GetAsync, cancellationToken)).TryGet(out var account, out var failure)
            ? new AccountRegion(at.Account ?? account, at.Region ?? connection.Region)
            : failure;

    /// <summary>The groups of an account and region.</summary>
    public ISecurityGroups Open(AccountRegion at)
    {
        _provider ??= new(connection, _own, time, member is null ? null : new MemberSessions(connection, member, time));
        return _provider.Open(at);
    }

    /// <summary>Reads a group as it is now, with the VPCs that it is associated with if the policy asks for them.</summary>
    public async Task<CallResult<SecurityGroup>> ReadAsync(
        AccountRegion at, string groupId, Policy policy, CancellationToken cancellationToken)
    {
        var read = await Retry.RunAsync(token => Open(at).ReadAsync(groupId, token), cancellationToken);
        if (!read.TryGet(out var group, out var failure))
        {
            return failure;
        }
        var (known, unread) = await AssociatedVpcs.ReadAsync(policy, Open(at), [group], Retry, cancellationToken);
        return unread is { } why ? why : known[0];
    }

    /// <summary>Reads the prefix lists that matter to a group.</summary>
    public Task<CallResult<PrefixLists>> ReadPrefixListsAsync(
        AccountRegion at, Policy policy, SecurityGroup group, CancellationToken cancellationToken) =>
        LivePrefixLists.ReadAsync(Open(at), Judge.PrefixListsOf(policy, group), Retry, cancellationToken);
}
