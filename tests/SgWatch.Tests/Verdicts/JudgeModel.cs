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
        _unresolved = [.. @case.RuleParts.Select(rule => JudgeUniverse.RulePeers[rule.Peer] is "pl-1" && lists[0] is null || JudgeUniverse.RulePeers[rule.Peer] is "pl-2" && lists[1] is null)];
        _admits = [.. @case.RuleParts.Select(rule => Cells(cell =>
            new CasePattern(rule.IsEgress, rule.Service, [], CaseSelector.EveryGroup).Holds(cell) ? JudgeUniverse.MaskOf(JudgeUniverse.RulePeers[rule.Peer], lists) : 0))];
        Violations = [.. Judge(certain: true)];
        Perhaps = [.. Judge(certain: false).Select((perhaps, rule) => Cells(cell => perhaps[cell] & ~Violations[rule][cell]))];
        Missing = Cells(cell =>
        {
            var required = Union(_guardrail.Require, cell, pattern => pattern.Mask(lists) | (pattern.IsWorld ? JudgeUniverse.AllAddresses : 0));
            required &= ~((required >> 73 & 1) != 0 ? JudgeUniverse.AllGroups : 0) & ~((required >> 76 & 1) != 0 ? JudgeUniverse.AllLists : 0);
            return _admits.Aggregate(required, (rest, admits) => rest & ~admits[cell]);
        });
    }

    /// <summary>By rule and cell: what surely violates the guardrail.</summary>
    public UInt128[][] Violations { get; }

    /// <summary>By rule and cell: what may violate it besides; of a rule that can't be read, anything at all if it may.</summary>
    public UInt128[][] Perhaps { get; }

    public UInt128[] Missing { get; }

    public bool IsUnresolved(int rule) => _unresolved[rule];

    /// <summary>What is done about a violating rule, were it the only one.</summary>
    public FindingAction Action(int rule)
    {
        var excepted = _guardrail.UnlessPipeline && _case.Actors == 1;
        return _guardrail.Judge == JudgeScope.State || (_case.IsNew(rule) && !excepted)
            ? _guardrail.IsObserved ? FindingAction.Alert : _guardrail.Action switch
            {
                GuardrailAction.Revoke => FindingAction.Revoke,
                GuardrailAction.Narrow => FindingAction.Narrow,
                _ => FindingAction.Alert,
            }
            : _case.IsAttachment || (_case.IsSweep && _case.Group.Rules[rule].Peer is Peer.PrefixList) ? FindingAction.Alert : FindingAction.None;
    }

    private IEnumerable<UInt128[]> Judge(bool certain)
    {
        var lists = _lists;
        CasePattern[] permits = [.. _guardrail.Allow, .. _guardrail.Require, .. _case.Exempted];
        var permitted = Cells(cell => Union(permits, cell, pattern =>
            pattern.Mask(lists) | (pattern.IsWorld ? JudgeUniverse.AllAddresses : 0) | (certain && IsUnread(pattern) ? JudgeUniverse.AllAddresses : 0)));
        var forbidden = Cells(cell => ~permitted[cell] & Union(_guardrail.Forbid, cell, pattern =>
            pattern.Mask(lists) | (!certain && IsUnread(pattern) ? JudgeUniverse.AllAddresses : 0)));
        var world = Cells(cell => ~permitted[cell] & Union(_guardrail.Forbid, cell, pattern => pattern.IsWorld ? JudgeUniverse.AllAddresses : 0));
        var worlds = World(world);
        for (var rule = 0; rule < _admits.Length; rule++)
        {
            var (admits, open) = (_admits[rule], worlds[rule]);
            if (!_unresolved[rule])
            {
                yield return Cells(cell => (admits[cell] & forbidden[cell]) | open[cell]);
                continue;
            }
            // any address, on the cells where not even its name is permitted
            var may = Cells(cell => admits[cell] != 0 && (admits[cell] & permitted[cell]) == 0 ? admits[cell] | JudgeUniverse.AllAddresses : 0);
            yield return certain ? new UInt128[JudgeUniverse.CellCount] : Cells(cell => may[cell] & (forbidden[cell] | world[cell]));
        }
    }

    // rules are taken, in order, while what is left of them is open where they are
    private UInt128[][] World(UInt128[] world)
    {
        var taken = new UInt128[_admits.Length][];
        Array.Fill(taken, new UInt128[JudgeUniverse.CellCount]);
        var left = Enumerable.Range(0, _admits.Length).Where(rule => !_unresolved[rule]).ToHashSet();
        UInt128 PublicOf(int rule, int cell) => _admits[rule][cell] & world[cell] & JudgeUniverse.Public;
        bool AddsToOld(int rule) => Enumerable.Range(0, JudgeUniverse.CellCount).Any(cell =>
            (PublicOf(rule, cell) & ~left.Where(other => !_case.IsNew(other)).Aggregate(UInt128.Zero, (all, other) => all | PublicOf(other, cell))) != 0);
        var order = left.OrderByDescending(rule => _case.IsNew(rule) && AddsToOld(rule))
            .ThenByDescending(rule => Count(_admits[rule].Aggregate((a, b) => a | b) & JudgeUniverse.Public))
            .ThenByDescending(rule => JudgeUniverse.Services[_case.RuleParts[rule].Service] is var (service, _, _) ? service.Last - service.First : 0)
            .ThenBy(_case.IsNew).ThenBy(rule => rule).ToList();
        var (open4, open6) = ((UInt128)1 << (32 - _worldOpen.Ipv4), (UInt128)1 << (128 - _worldOpen.Ipv6));
        foreach (var rule in order)
        {
            var open = Cells(cell =>
            {
                var all = left.Aggregate(UInt128.Zero, (mask, other) => mask | PublicOf(other, cell));
                return (Count(all & JudgeUniverse.AllIpv4) >= open4 ? JudgeUniverse.AllIpv4 : 0) | (Count(all & JudgeUniverse.AllIpv6) >= open6 ? JudgeUniverse.AllIpv6 : 0);
            });
            if (Enumerable.Range(0, JudgeUniverse.CellCount).Any(cell => (PublicOf(rule, cell) & open[cell]) != 0))
            {
                left.Remove(rule);
                // of each family only where the rule itself adds to it
                taken[rule] = Cells(cell => _admits[rule][cell] & world[cell] & open[cell]
                    & (((PublicOf(rule, cell) & JudgeUniverse.AllIpv4) != 0 ? JudgeUniverse.AllIpv4 : 0) | ((PublicOf(rule, cell) & JudgeUniverse.AllIpv6) != 0 ? JudgeUniverse.AllIpv6 : 0)));
            }
        }
        return taken;
    }

    // the public addresses elsewhere are many
    private static UInt128 Count(UInt128 mask) => UInt128.PopCount(mask & JudgeUniverse.Bits(0, 64))
        + ((mask >> 64 & 1) != 0 ? (UInt128)1 << 31 : 0) + ((mask >> 67 & 1) != 0 ? (UInt128)1 << 120 : 0);

    private bool IsUnread(CasePattern pattern) => pattern.Lists.Any(id => _lists[id[3] - '1'] is null);

    // a guardrail that doesn't select the group forbids nothing there and requires nothing
    private UInt128 Union(CasePattern[] patterns, int cell, Func<CasePattern, UInt128> mask) =>
        patterns.Where(pattern => _isSelected && pattern.Groups.Selects(_case.Who) && pattern.Holds(cell)).Aggregate(UInt128.Zero, (all, pattern) => all | mask(pattern));

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
