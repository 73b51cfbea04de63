using System.Collections.Immutable;
using SgWatch.Incidents;
using SgWatch.Rules;
using SgWatch.Verdicts;

namespace SgWatch.Guard.Reconciling;

/// <summary>What was changed in one group, as EC2's answers and the readings after them say.</summary>
/// <remarks>
/// If the answer to a call was lost, its rules are in doubt until the group is read again. Then a rule that is gone counts as revoked by
/// the guard, and a rule that has come counts as added. The call most likely did its work, and it is better to notify twice than never.
/// EC2 is eventually consistent: a reading may not show yet what EC2 confirmed. What EC2 confirmed counts as done.
/// </remarks>
internal sealed class GroupChanges
{
    private const int MaxCalls = 200; // a group that takes more is fought over; the first calls tell how

    private readonly List<SecurityGroupRule> _revoked = [];
    private readonly List<SecurityGroupRule> _authorized = [];
    private readonly List<FailedRule> _unauthorized = [];
    private readonly List<IncidentCall> _calls = [];

    // called for, but the answer is unknown: lost, or another guard's
    private readonly HashSet<SecurityGroupRule> _revokesInDoubt = [];
    private readonly HashSet<SecurityGroupRule> _authorizesInDoubt = [];

    // what was ever in doubt: a reading that doesn't show yet what a call did settles the doubt wrongly
    private readonly HashSet<SecurityGroupRule> _everInDoubt = [];

    // somebody else was quicker
    private readonly HashSet<SecurityGroupRule> _goneBefore = [];
    private readonly HashSet<SecurityGroupRule> _thereBefore = [];

    private readonly HashSet<string?> _confirmedGone = []; // by id: no rule ever comes back under an id that is gone
    private HashSet<string?>? _idsBefore;

    /// <summary>The rules taken away so far.</summary>
    public ImmutableArray<SecurityGroupRule> Revoked => [.. _revoked];

    /// <summary>The rules added so far; with their ids once the group was read again.</summary>
    public ImmutableArray<SecurityGroupRule> Authorized => [.. _authorized];

    /// <summary>The rules that EC2 refused to add, and why.</summary>
    public ImmutableArray<FailedRule> Unauthorized => [.. _unauthorized];

    /// <summary>The calls made so far.</summary>
    public ImmutableArray<IncidentCall> Calls => [.. _calls];

    /// <summary>True if nothing was changed so far.</summary>
    public bool IsEmpty => _revoked.Count == 0 && _authorized.Count == 0;

    /// <summary>True if somebody else was quicker with a part of it.</summary>
    public bool IsShared => _goneBefore.Count + _thereBefore.Count > 0;

    /// <summary>Notes a call and its answer.</summary>
    public void NoteCall(IncidentCall call)
    {
        if (_calls.Count < MaxCalls)
        {
            _calls.Add(call);
        }
    }

    /// <summary>Puts in doubt what another guard set out to change: an earlier try, or a guard that works at the same time.</summary>
    /// <param name="planned">Its plan.</param>
    /// <param name="before">The group as that guard found it.</param>
    public void Doubt(Plan planned, SecurityGroup before)
    {
        DoubtRevokes(planned.Revoke);
        DoubtAuthorizes(planned.Authorize);
        _idsBefore = Ids(before);
    }

    /// <summary>Puts revokes in doubt: the answer was lost.</summary>
    public void DoubtRevokes(ImmutableArray<SecurityGroupRule> rules)
    {
        _revokesInDoubt.UnionWith(rules);
        _everInDoubt.UnionWith(rules);
    }

    /// <summary>Puts authorizes in doubt: the answer was lost.</summary>
    public void DoubtAuthorizes(ImmutableArray<SecurityGroupRule> rules)
    {
        _authorizesInDoubt.UnionWith(rules);
        _everInDoubt.UnionWith(rules);
    }

    /// <summary>Notes rules that EC2 confirmed as revoked.</summary>
    public void NoteRevoked(ImmutableArray<SecurityGroupRule> rules)
    {
        AddRevoked(rules);
        _revokesInDoubt.ExceptWith(rules);
        _confirmedGone.UnionWith(rules.Select(rule => rule.SecurityGroupRuleId));
    }

    /// <summary>
    /// Notes a rule that EC2 didn't find when it was to be revoked. EC2 is believed at once if an answer was lost before.
    /// </summary>
    public void NoteGone(SecurityGroupRule rule)
    {
        if (_everInDoubt.Contains(rule))
        {
            NoteRevoked([rule]);
        }
        else if (!_goneBefore.Add(rule))
        {
            _confirmedGone.Add(rule.SecurityGroupRuleId); // EC2 said it twice, with readings in between
        }
    }

    /// <summary>Notes rules that EC2 confirmed as authorized.</summary>
    public void NoteAuthorized(ImmutableArray<SecurityGroupRule> rules)
    {
        _authorized.RemoveAll(known => rules.Any(known.HasSameTraffic));
        _authorized.AddRange(rules);
        _authorizesInDoubt.ExceptWith(rules);
        _unauthorized.RemoveAll(failed => rules.Any(failed.Rule.HasSameTraffic));
    }

    /// <summary>Notes a rule that was there already when it was to be authorized.</summary>
    public void NoteThere(SecurityGroupRule rule)
    {
        _unauthorized.RemoveAll(failed => failed.Rule.HasSameTraffic(rule));
        if (_authorized.Any(rule.HasSameTraffic))
        {
            return;
        }
        if (_everInDoubt.Contains(rule))
        {
            NoteAuthorized([rule]);
        }
        else
        {
            _thereBefore.Add(rule);
        }
    }

    /// <summary>Notes rules that EC2 refuses to add.</summary>
    public void NoteUnauthorized(IEnumerable<FailedRule> refused)
    {
        foreach (var failed in refused)
        {
            _unauthorized.RemoveAll(known => known.Rule.HasSameTraffic(failed.Rule));
            _unauthorized.Add(failed);
        }
    }

    /// <summary>Counts what somebody else was quicker with as the guard's own doing: another guard did it.</summary>
    /// <param name="now">The group as it was last read.</param>
    public void ClaimShared(SecurityGroup now)
    {
        _revokesInDoubt.UnionWith(_goneBefore);
        _authorizesInDoubt.UnionWith(_thereBefore);
        Verify(now);
    }

    /// <summary>Decides what is in doubt by what the group holds now.</summary>
    public void Verify(SecurityGroup now)
    {
        var ids = Ids(now);
        _idsBefore ??= ids;
        AddRevoked(_revokesInDoubt.Where(rule => !ids.Contains(rule.SecurityGroupRuleId)));
        _revokesInDoubt.Clear();
        _authorized.AddRange(_authorizesInDoubt.Where(rule => FindAdded(rule, now) is not null && !_authorized.Any(rule.HasSameTraffic)));
        _authorizesInDoubt.Clear();
        for (var i = 0; i < _authorized.Count; i++)
        {
            var rule = _authorized[i];
            _authorized[i] = rule.SecurityGroupRuleId is null && FindAdded(rule, now) is { } found ? found : rule;
        }
        _unauthorized.RemoveAll(failed => now.Rules.Any(failed.Rule.HasSameTraffic)); // somebody else added it
    }

    /// <summary>True if a reading shows all that EC2 said. Else it is too old, or somebody has changed the same rules since.</summary>
    public bool IsShownBy(SecurityGroup read)
    {
        var gone = _goneBefore.Select(rule => rule.SecurityGroupRuleId).Concat(_confirmedGone);
        return !Unseen(read).Any() && !Ids(read).Overlaps(gone);
    }

    /// <summary>
    /// A reading, brought up to date with what EC2 confirmed and the reading doesn't show yet. An added rule has no id then.
    /// </summary>
    public SecurityGroup WithConfirmed(SecurityGroup read) => read with
    {
        Rules = [.. read.Rules.Where(rule => !_confirmedGone.Contains(rule.SecurityGroupRuleId)), .. Unseen(read)],
    };

    private void AddRevoked(IEnumerable<SecurityGroupRule> rules) =>
        _revoked.AddRange(rules.Where(rule => !_revoked.Exists(known => known.SecurityGroupRuleId == rule.SecurityGroupRuleId)).ToList());

    private IEnumerable<SecurityGroupRule> Unseen(SecurityGroup read) => _authorized.Where(rule => rule.SecurityGroupRuleId is null)
        .Concat(_thereBefore)
        .Where(rule => !read.Rules.Any(rule.HasSameTraffic));

    // a rule that has come since the first reading, just as it was to be added
    private SecurityGroupRule? FindAdded(SecurityGroupRule added, SecurityGroup now) => now.Rules.FirstOrDefault(rule =>
        _idsBefore?.Contains(rule.SecurityGroupRuleId) != true && rule.HasSameTraffic(added) && rule.Description == added.Description);

    private static HashSet<string?> Ids(SecurityGroup group) => [.. group.Rules.Select(rule => rule.SecurityGroupRuleId)];
}
