using SgWatch.Policies;
using SgWatch.Rules;
using SgWatch.Verdicts;

namespace SgWatch.Tests.Verdicts;

/// <summary>The slow, plain model of a verdict: masks of peers, cell by cell, straight from the policy's specification.</summary>
internal sealed class JudgeModel
{
    private readonly JudgeCase _case;
    private readonly CaseGuardrail _guardrail;
    private readonly bool _isSelected;
    private readonly UInt128[][] _admits; // by rule
    private readonly bool[] _unresolved;
    private readonly UInt128?[] _lists;
    private readonly WorldOpen _worldOpen;

    public JudgeModel(JudgeCase @case, CaseGuardrail guardrail)
    {
        (_case, _guardrail, _lists, _worldOpen) = (@case, guardrail, @case.Lists, @case.WorldOpen);
        _isSelected = guardrail.Groups.Selects(@case.Who);
        var lists = _lists;
        _unresolved = [.. @case.RuleParts.Select(rule =>
            Array.IndexOf(JudgeUniverse.ListIds, JudgeUniverse.RulePeers[rule.Peer]) is >= 0 and var list && lists[list] is null)];
        _admits = [.. @case.RuleParts.Select(rule => Cells(cell =>
            new CasePattern(rule.IsEgress, rule.Service, [], CaseSelector.EveryGroup).Holds(cell)
                ? JudgeUniverse.MaskOf(JudgeUniverse.RulePeers[rule.Peer], lists)
                : 0))];
        Violations = [.. Judge(certain: true)];
        Possible = [.. Judge(certain: false).Select((possible, rule) => Cells(cell => possible[cell] & ~Violations[rule][cell]))];
        Missing = Cells(cell =>
        {
            var required =
                Union(_guardrail.Require, cell, pattern => pattern.Mask(lists) | (pattern.IsWorld ? JudgeUniverse.AllAddresses : 0));
            // "any group" and "any list" can't be required
            required &= (required >> 73 & 1) != 0 ? ~JudgeUniverse.AllGroups : UInt128.MaxValue;
            required &= (required >> 76 & 1) != 0 ? ~JudgeUniverse.AllLists : UInt128.MaxValue;
            return _admits.Aggregate(required, (rest, admits) => rest & ~admits[cell]);
        });
    }

    /// <summary>By rule and cell: what certainly violates the guardrail.</summary>
    public UInt128[][] Violations { get; }

    /// <summary>By rule and cell: what possibly violates it in addition. Anything, if the rule can't be read and may violate it.</summary>
    public UInt128[][] Possible { get; }

    public UInt128[] Missing { get; }

    public bool IsUnresolved(int rule) => _unresolved[rule];

    /// <summary>What is done about a violating rule if it is the only one.</summary>
    public FindingAction Action(int rule) => IsActedOn(rule)
        ? _guardrail.IsObserved ? FindingAction.Alert : _guardrail.Action switch
        {
            GuardrailAction.Revoke => FindingAction.Revoke,
            GuardrailAction.Narrow => FindingAction.Narrow,
            _ => FindingAction.Alert,
        }
        : (_case.IsAttachment && !IsUsualEgress(rule)) || IsThroughSweptList(rule)
            ? FindingAction.Alert
            : FindingAction.None;

    private bool IsActedOn(int rule) => _guardrail.Judge == JudgeScope.State || IsNew(rule);

    private bool IsNew(int rule) => _case.IsNew(rule)
        && (_guardrail.Judge == JudgeScope.State || !(_guardrail.UnlessPipeline && _case.Actors == 1));

    private bool IsThroughSweptList(int rule) => _case.IsSweep && _case.Group.Rules[rule].Peer is Peer.PrefixList;

    private bool IsUsualEgress(int rule) => _case.Group.Rules[rule].ToString() is "egress any to 0.0.0.0/0" or "egress any to ::/0";

    private IEnumerable<UInt128[]> Judge(bool certain)
    {
        var lists = _lists;
        CasePattern[] permits = [.. _guardrail.Allow, .. _guardrail.Require, .. _case.Exempted];
        // what is said of an IPv4 address is said of its NAT64 address
        var permitted = Cells(cell => JudgeUniverse.Widen(Union(permits, cell, pattern =>
            pattern.Mask(lists) | (pattern.IsWorld || (certain && IsUnread(pattern)) ? JudgeUniverse.AllAddresses : 0))));
        var forbidden = Cells(cell => ~permitted[cell] & JudgeUniverse.Widen(Union(_guardrail.Forbid, cell, pattern =>
            pattern.Mask(lists) | (!certain && IsUnread(pattern) ? JudgeUniverse.AllAddresses : 0))));
        var world = Cells(cell => ~permitted[cell]
            & Union(_guardrail.Forbid, cell, pattern => pattern.IsWorld ? JudgeUniverse.AllAddresses : 0));
        var worlds = World(world);
        for (var rule = 0; rule < _admits.Length; rule++)
        {
            var (admits, open) = (_admits[rule], worlds[rule]);
            if (!_unresolved[rule])
            {
                yield return Cells(cell => (admits[cell] & forbidden[cell]) | open[cell]);
                continue;
            }
            // any address, on the cells where its name isn't permitted
            bool IsUnknown(int cell) => admits[cell] != 0 && (admits[cell] & permitted[cell]) == 0;
            var may = Cells(cell => IsUnknown(cell) ? admits[cell] | JudgeUniverse.AllAddresses : 0);
            yield return certain ? new UInt128[JudgeUniverse.CellCount] : Cells(cell => may[cell] & (forbidden[cell] | world[cell]));
        }
    }

    // rules are taken, in order, while what is left of them is open where they are
    private UInt128[][] World(UInt128[] world)
    {
        var taken = new UInt128[_admits.Length][];
        Array.Fill(taken, new UInt128[JudgeUniverse.CellCount]);
        var left = Enumerable.Range(0, _admits.Length).Where(rule => !_unresolved[rule]).ToHashSet();
        UInt128 PublicOf(int rule, int cell) => JudgeUniverse.Translate(_admits[rule][cell] & world[cell] & JudgeUniverse.Public);
        UInt128 PublicOfAll(IEnumerable<int> rules, int cell) =>
            rules.Aggregate(UInt128.Zero, (all, other) => all | PublicOf(other, cell));
        var order = left.OrderByDescending(IsNew)
            .ThenByDescending(rule => IsActedOn(rule) || IsThroughSweptList(rule))
            .ThenByDescending(rule => Count(_admits[rule].Aggregate((a, b) => a | b) & JudgeUniverse.Public))
            .ThenByDescending(
                rule => JudgeUniverse.Services[_case.RuleParts[rule].Service] is var (service, _, _) ? service.Last - service.First : 0)
            .ThenBy(rule => rule).ToList();
        var (open4, open6) = ((UInt128)1 << (32 - _worldOpen.Ipv4), (UInt128)1 << (128 - _worldOpen.Ipv6));
        foreach (var rule in order)
        {
            var open = Cells(cell =>
            {
                var all = PublicOfAll(left, cell);
                return (Count(all & JudgeUniverse.AllIpv4) >= open4 ? JudgeUniverse.AllIpv4 : 0)
                    | (Count(all & JudgeUniverse.AllIpv6) >= open6 ? JudgeUniverse.AllIpv6 : 0);
            });
            if (Enumerable.Range(0, JudgeUniverse.CellCount).Any(cell => (PublicOf(rule, cell) & open[cell]) != 0))
            {
                left.Remove(rule);
                // only the families to which the rule itself adds public addresses
                taken[rule] = Cells(cell => _admits[rule][cell] & world[cell] & open[cell] & FamiliesOf(PublicOf(rule, cell)));
            }
        }
        return taken;
    }

    private static UInt128 FamiliesOf(UInt128 mask) =>
        ((mask & JudgeUniverse.AllIpv4) != 0 ? JudgeUniverse.AllIpv4 : 0)
        | ((mask & JudgeUniverse.AllIpv6) != 0 ? JudgeUniverse.AllIpv6 : 0);

    // a public address elsewhere represents many
    private static UInt128 Count(UInt128 mask) => UInt128.PopCount(mask & (JudgeUniverse.Bits(0, 64) | JudgeUniverse.Bits(77, 48)))
        + ((mask >> 64 & 1) != 0 ? (UInt128)1 << 31 : 0) + ((mask >> 67 & 1) != 0 ? (UInt128)1 << 120 : 0)
        + ((mask >> 125 & 1) != 0 ? (UInt128)1 << 31 : 0);

    // a list that isn't there has no entries
    private bool IsUnread(CasePattern pattern) => !_case.AreListsGone && pattern.Lists.Any(id => _lists[id[3] - '1'] is null);

    // a guardrail that doesn't select the group forbids nothing there and requires nothing
    private UInt128 Union(CasePattern[] patterns, int cell, Func<CasePattern, UInt128> mask) =>
        patterns.Where(pattern => _isSelected && pattern.Groups.Selects(_case.Who) && pattern.Holds(cell))
            .Aggregate(UInt128.Zero, (all, pattern) => all | mask(pattern));

    private static UInt128[] Cells(Func<int, UInt128> mask)
    {
        var cells = new UInt128[JudgeUniverse.CellCount];
        for (var cell = 0; cell < cells.Length; cell++)
        {
            cells[cell] = mask(cell);
        }
        return cells;
    }
}
