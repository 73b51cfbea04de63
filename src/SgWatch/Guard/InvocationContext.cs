using SgWatch.Changes;
using SgWatch.Guard.Limiting;
using SgWatch.Guard.Logging;
using SgWatch.Guard.Notifying;
using SgWatch.Guard.Ports;
using SgWatch.Guard.Recording;
using SgWatch.Guard.Remembering;
using SgWatch.Guard.Retrying;
using SgWatch.Policies;

namespace SgWatch.Guard;

/// <summary>What every step of one invocation needs. It ends with the invocation.</summary>
internal sealed class InvocationContext
{
    /// <summary>The policy in force.</summary>
    public required Policy Policy { get; init; }

    /// <summary>The bounds of the work.</summary>
    public required GuardOptions Options { get; init; }

    /// <summary>The clock.</summary>
    public required TimeProvider Time { get; init; }

    /// <summary>When the invocation began.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>Tries a call again while there is time.</summary>
    public required Retry Retry { get; init; }

    /// <summary>Opens the groups of an account and region.</summary>
    public required ISecurityGroupsProvider Provider { private get; init; }

    /// <summary>Writes incidents into the record.</summary>
    public required IncidentRecorder Record { get; init; }

    /// <summary>What the guard remembers; null if no memory is configured, so that new is what an event names.</summary>
    public required GuardMemory? Memory { get; init; }

    /// <summary>The calls of the past; null if CloudTrail isn't asked.</summary>
    public required ICallHistory? Calls { get; init; }

    /// <summary>How many rules groups may have; null for EC2's default.</summary>
    public required KnownQuotas? Quotas { get; init; }

    /// <summary>Keeps the policy's limits.</summary>
    public required ChangeLimiter Limits { get; init; }

    /// <summary>Notifies people and integrations.</summary>
    public required NotificationDispatcher Dispatcher { get; init; }

    /// <summary>The guard's own queue; null if there is none.</summary>
    public required IContinuationSender? Continuations { get; init; }

    /// <summary>Where the steps are written, for somebody who debugs.</summary>
    public required InvocationSteps Steps { get; init; }

    /// <summary>Lets only a few groups at once hold the many tags of rules that are about to go: each takes megabytes.</summary>
    public ConcurrencyLimit FatGroups { get; } = new(2);

    /// <summary>The groups that this invocation takes care of already.</summary>
    public ClaimedGroups Claims { get; } = new();

    /// <summary>The time.</summary>
    public DateTimeOffset Now => Time.GetUtcNow();

    /// <summary>Tries a call again, also while EC2 doesn't show yet what is there.</summary>
    public ConsistencyRetry ConsistencyRetry => new(Options, Time, Retry);

    /// <summary>The account of an account and region, which the guard's own may leave out; null while the guard's own is unknown.</summary>
    public string? AccountOf(AccountRegion accountRegion) => accountRegion.Account ?? Provider.OwnAccount;

    /// <summary>Whether both are the same place, although one may leave out the guard's own account and region.</summary>
    public bool IsSame(AccountRegion full, AccountRegion other) =>
        (other.Region is null || full.Region == other.Region) && (AccountOf(other) is not { } account || full.Account == account);

    /// <summary>The groups of an account and region.</summary>
    public ISecurityGroups Open(AccountRegion accountRegion)
    {
        var groups = Provider.Open(accountRegion);
        return Steps.IsEnabled ? new LoggedSecurityGroups(groups, Steps) : groups;
    }
}
