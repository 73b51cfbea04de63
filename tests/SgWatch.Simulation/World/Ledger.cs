using SgWatch.Lab.Ec2;
using SgWatch.Lab.Identities;
using SgWatch.Rules;
using SgWatch.Simulation.Plain;

namespace SgWatch.Simulation.World;

/// <summary>The simulation's own books: who made which rule when, and how every group was at every time. The product's memory has no part
/// in it.</summary>
internal sealed class Ledger(LabAccount account, string region, Func<string, IEnumerable<string>> listEntries, Func<DateTimeOffset> now)
{
    private readonly Dictionary<string, KnownRule> _rules = [];
    private readonly Dictionary<string, List<PlainGroup>> _groups = [];
    private readonly Dictionary<string, List<KnownRule>> _there = []; // by group

    /// <summary>Raised when the guard took a rule away.</summary>
    public Action<KnownRule, LabIdentity>? Taken { get; set; }

    /// <summary>Every rule that there was, in the order in which they came.</summary>
    public List<KnownRule> All { get; } = [];

    public KnownRule? Find(string ruleId) => _rules.GetValueOrDefault(ruleId);

    /// <summary>The group as it was at each time.</summary>
    public IReadOnlyList<PlainGroup> History(string groupId) => _groups[groupId];

    /// <summary>The group as it is.</summary>
    public PlainGroup Current(string groupId) => _groups[groupId][^1];

    /// <summary>The group as it was at a time.</summary>
    public PlainGroup At(string groupId, DateTimeOffset at)
    {
        var history = _groups[groupId];
        var i = history.FindLastIndex(group => group.At <= at);
        return history[Math.Max(i, 0)];
    }

    /// <summary>Writes down what a call changed.</summary>
    public void Note(LabIdentity who, string action, string eventId)
    {
        foreach (var group in account.Groups(region))
        {
            var rules = group.Rules.Where(rule => !rule.IsEgress).ToList();
            foreach (var rule in rules)
            {
                Note(who, action, eventId, group, rule);
            }
            var ids = rules.Select(rule => rule.SecurityGroupRuleId!).ToHashSet();
            var there = _there.GetValueOrDefault(group.GroupId) ?? [];
            foreach (var gone in there.Where(rule => !ids.Contains(rule.Id)).ToList())
            {
                there.Remove(gone);
                (gone.GoneAt, gone.GoneBy) = (now(), who);
                if (People.IsGuard(who))
                {
                    Taken?.Invoke(gone, who); // before the snapshot: the group as it was is what is judged
                }
            }
            NoteGroup(group, rules);
        }
    }

    private void Note(LabIdentity who, string action, string eventId, SecurityGroup group, SecurityGroupRule rule)
    {
        var id = rule.SecurityGroupRuleId!;
        if (!_rules.TryGetValue(id, out var known))
        {
            _rules.Add(id, known = new(id, group.GroupId));
            All.Add(known);
            if (!_there.TryGetValue(group.GroupId, out var there))
            {
                _there.Add(group.GroupId, there = []);
            }
            there.Add(known);
        }
        if (known.Versions.Count == 0 || !known.Last.Rule.HasSameTraffic(rule))
        {
            known.Versions.Add(new(now(), who, action, eventId, rule));
        }
    }

    private void NoteGroup(SecurityGroup group, List<SecurityGroupRule> rules)
    {
        var next = new PlainGroup(now(), group.GroupName, group.Tags.GetValueOrDefault("tier") == "edge",
            rules.ToDictionary(rule => rule.SecurityGroupRuleId!, Admits));
        if (!_groups.TryGetValue(group.GroupId, out var history))
        {
            _groups.Add(group.GroupId, history = []);
        }
        if (history.Count == 0 || history[^1].IsEdge != next.IsEdge || !history[^1].Rules.OrderBy(rule => rule.Key)
            .SequenceEqual(next.Rules.OrderBy(rule => rule.Key)))
        {
            history.Add(next);
        }
    }

    private uint Admits(SecurityGroupRule rule)
    {
        var text = rule.ToString().Split(' '); // ingress tcp/22 from 10.0.0.0/8
        return PlainSet.Of(text[1], rule.Peer is Peer.PrefixList(var list) ? listEntries(list) : [text[3]]);
    }
}
