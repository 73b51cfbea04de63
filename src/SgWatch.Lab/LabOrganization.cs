using SgWatch.Changes;
using SgWatch.Guard.Ports;
using SgWatch.Lab.Ec2;

namespace SgWatch.Lab;

/// <summary>The accounts of an organisation, each made when it is first used, and their security groups without HTTP in between.</summary>
/// <param name="ownAccountId">The guard's own account.</param>
/// <param name="ownRegion">The guard's own region.</param>
/// <param name="time">The clock of eventual consistency.</param>
/// <param name="seed">The same seed and calls give the same ids.</param>
public sealed class LabOrganization(string ownAccountId, string ownRegion, TimeProvider time, int seed = 1) : ISecurityGroupsProvider
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, LabAccount> _accounts = new(StringComparer.Ordinal);

    /// <summary>Runs on each account when it is made, before it is used.</summary>
    public Action<LabAccount>? Prepare { get; init; }

    /// <summary>The accounts used so far, by their id.</summary>
    public IReadOnlyList<LabAccount> Accounts
    {
        get
        {
            lock (_lock)
            {
                return [.. _accounts.Values.OrderBy(static account => account.AccountId, StringComparer.Ordinal)];
            }
        }
    }

    /// <summary>An account; it is made if it isn't there.</summary>
    /// <param name="accountId">12 digits.</param>
    public LabAccount Account(string accountId)
    {
        lock (_lock)
        {
            if (!_accounts.TryGetValue(accountId, out var account))
            {
                account = new(accountId, new(SeedOf(accountId)), time);
                Prepare?.Invoke(account);
                _accounts.Add(accountId, account);
            }
            return account;
        }
    }

    /// <inheritdoc/>
    public string OwnAccount => ownAccountId;

    /// <inheritdoc/>
    public ISecurityGroups Open(AccountRegion accountRegion) =>
        Account(accountRegion.Account ?? ownAccountId).SecurityGroups(accountRegion.Region ?? ownRegion);

    // an account's ids don't depend on what other accounts do
    private int SeedOf(string accountId) => accountId.Aggregate(seed, static (hash, character) => unchecked((hash * 31) + character));
}
