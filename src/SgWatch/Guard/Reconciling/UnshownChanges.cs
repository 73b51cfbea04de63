using System.Collections.Immutable;
using SgWatch.Calls;
using SgWatch.Changes;
using SgWatch.Events;
using SgWatch.Rules;

namespace SgWatch.Guard.Reconciling;

/// <summary>What fresh events say of one group, and what no reading has shown yet.</summary>
/// <remarks>
/// EC2 may show a new group, or what became of a rule, only after minutes. Nothing is waited for once a reading has shown it, once an event
/// or the record says that it is gone, or once its event is no longer fresh. Rules without ids aren't waited for.
/// </remarks>
internal sealed class UnshownChanges
{
    private static readonly TimeSpan Recently = TimeSpan.FromHours(2); // an incident of a sweep is filed under the begin of its hour

    private readonly InvocationContext _invocation;
    private readonly GroupWork _work;
    private readonly bool _isGroupAwaited;
    private readonly List<ImmutableArray<NamedRule>> _rules = []; // by id: what the last events that name it say of it
    private SecurityGroup? _read;
    private bool _isRecordRead;

    /// <param name="invocation">What every step needs.</param>
    /// <param name="work">The group, and the events that name it.</param>
    public UnshownChanges(InvocationContext invocation, GroupWork work)
    {
        (_invocation, _work) = (invocation, work);
        if (work.IsKnown || work.Inspection.Target is not (Target.Group or Target.NamedGroup))
        {
            return; // in a listing, an event may name a rule of any group
        }
        var fresh = Fresh(invocation, work.Inspection).ToList();
        _isGroupAwaited = MakesGroupOrRules(fresh);
        var revoked = work.Inspection.Changes.SelectMany(change => change.RevokedRuleIds).ToHashSet(StringComparer.Ordinal);
        _rules.AddRange(fresh
            .Where(change => change.Kind is ChangeKind.Authorize or ChangeKind.Modify)
            .SelectMany(change => change.Rules, (change, rule) => (Order: OrderOf(change), Rule: Expected(change.Kind, rule)))
            .Where(named => named.Rule.SecurityGroupRuleId is { } id && !revoked.Contains(id))
            .GroupBy(named => named.Rule.SecurityGroupRuleId, StringComparer.Ordinal)
            .Select(same => (Namings: same, Last: same.Max(named => named.Order)))
            .Select(same => same.Namings.Where(named => named.Order == same.Last).Select(named => named.Rule).ToImmutableArray()));
    }

    /// <summary>Whether the group was read: then another reading may show more.</summary>
    public bool WasRead => _read is not null;

    /// <summary>Whether a fresh event made the group that an inspection is about, or rules of it: then the group must be there.</summary>
    public static bool IsGroupAwaited(InvocationContext invocation, Inspection inspection) =>
        MakesGroupOrRules(Fresh(invocation, inspection));

    /// <summary>Why a group is handed back that isn't shown yet.</summary>
    public static CallFailure GroupNotShown(string what) => NotShown("DescribeSecurityGroups", $"the group {what}");

    /// <summary>The latest version of a prefix list that a fresh event names. Null if none does.</summary>
    public static long? VersionOf(InvocationContext invocation, Inspection inspection, string prefixListId) =>
        Fresh(invocation, inspection).Where(change => change.PrefixListIds.Contains(prefixListId)).Max(change => change.PrefixListVersion);

    /// <summary>Why something is handed back that isn't shown yet.</summary>
    /// <param name="operation">The call that doesn't show it.</param>
    /// <param name="what">What it is.</param>
    public static CallFailure NotShown(string operation, string what) => new(
        CallFailureKind.Transient, operation, "NotShownYet", $"an event names {what}, which EC2 doesn't show yet");

    /// <summary>Notes what a reading shows.</summary>
    public void Note(SecurityGroup read)
    {
        _read = read;
        _rules.RemoveAll(namings => namings.Any(naming => IsShown(naming, read)));
    }

    /// <summary>Why the messages are handed back. Null if everything was shown, or is gone.</summary>
    public async Task<CallFailure?> FindAsync(CancellationToken cancellationToken)
    {
        if (_read is null)
        {
            return _isGroupAwaited ? GroupNotShown(_work.GroupId) : null;
        }
        if (_rules.Count > 0 && !_isRecordRead)
        {
            await ForgetTakenAsync(_read, cancellationToken);
        }
        return _rules.Count == 0 ? null : NotShown("DescribeSecurityGroupRules", $"the rule {_rules[0][0].SecurityGroupRuleId}");
    }

    // what the guard took away, or set out to take away, was shown at that time
    private async Task ForgetTakenAsync(SecurityGroup group, CancellationToken cancellationToken)
    {
        var accountRegion = AccountRegion.Of(group, _work.Inspection.AccountRegion);
        var taken = await _invocation.Record.TakenSinceAsync(
            accountRegion, group.GroupId, _invocation.Now - Recently, cancellationToken);
        _isRecordRead = true;
        _rules.RemoveAll(namings => namings[0].SecurityGroupRuleId is { } id && taken.Contains(id));
    }

    private static IEnumerable<Change> Fresh(InvocationContext invocation, Inspection inspection) =>
        inspection.Changes.Where(change => change.IsFresh(invocation.Now, invocation.Options.ShownWithin));

    private static bool MakesGroupOrRules(IEnumerable<Change> fresh) =>
        fresh.Any(change => change.MakesGroup || change.Kind is ChangeKind.Authorize or ChangeKind.Modify or ChangeKind.Unreadable);

    // an event's time is in whole seconds, and a rule is made before it is edited
    private static (DateTimeOffset? At, bool IsEdit) OrderOf(Change change) =>
        (change.Origin.EventTime, change.Kind == ChangeKind.Modify);

    // a rule that is there was made, whatever became of it since; of an edit the reading must show the content
    private static NamedRule Expected(ChangeKind kind, NamedRule rule) =>
        kind == ChangeKind.Authorize ? rule with { Content = null } : rule;

    private static bool IsShown(NamedRule naming, SecurityGroup read) => read.Rules.Any(rule =>
        naming.SecurityGroupRuleId == rule.SecurityGroupRuleId && naming.Content?.IsOf(rule) != false);
}
