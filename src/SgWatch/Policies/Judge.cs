using System.Collections.Immutable;
using System.Globalization;
using SgWatch.Addresses;
using SgWatch.Remediation;
using SgWatch.Rules;
using SgWatch.Traffic;

namespace SgWatch.Policies;

/// <summary>Says what a policy makes of a group. Pure: the same group, lists and occasion give the same verdict, whatever order the rules stand in.</summary>
public static class Judge
{
    /// <summary>Judges one group.</summary>
    /// <param name="policy">The policy.</param>
    /// <param name="group">The group with all its rules.</param>
    /// <param name="prefixLists">The entries of the prefix lists that its rules name.</param>
    /// <param name="occasion">Why it is judged.</param>
    public static Verdict Decide(Policy policy, SecurityGroup group, PrefixLists prefixLists, Occasion occasion)
    {
        var rules = group.Rules
            .Select(rule => new RuleTraffic(rule, Admitted.By(rule, prefixLists), Admitted.IsUnresolved(rule, prefixLists)))
            .ToArray();
        ImmutableArray<Finding> findings = [.. policy.Guardrails
            .Where(guardrail => guardrail.Groups.Selects(group))
            .SelectMany(guardrail => FindingsOf(policy, guardrail, rules, occasion))];
        ImmutableArray<SecurityGroupRule> revoke = [.. group.Rules
            .Where(rule => findings.Any(finding => finding.Action == FindingAction.Revoke && ReferenceEquals(finding.Rule, rule)))];
        return new(group, findings, revoke.IsEmpty ? Plan.Nothing : new(revoke, []));
    }

    private static IEnumerable<Finding> FindingsOf(Policy policy, Guardrail guardrail, RuleTraffic[] rules, Occasion occasion)
    {
        var breaches = new Dictionary<RuleTraffic, (TrafficSet Violates, string Why)>(ReferenceEqualityComparer.Instance);
        var world = WorldFlows(guardrail);
        if (!world.IsEmpty)
        {
            foreach (var breach in WorldJudge.Judge([.. rules.Where(r => !r.IsUnresolved)], world, policy.WorldOpen, occasion.Changed))
            {
                breaches[breach.Rule] = (breach.Violates, Why(breach));
            }
        }
        var all = guardrail.Forbid.Aggregate(default(TrafficSet), (traffic, pattern) => traffic.Union(pattern.ToTraffic()));
        foreach (var rule in rules)
        {
            var forbidden = rule.Admits.Intersect(all);
            if (!forbidden.IsEmpty)
            {
                breaches[rule] = (forbidden, $"the policy forbids {rule.Rule}");
            }
            else if (rule.IsUnresolved && MayBeForbidden(rule, guardrail, world))
            {
                breaches[rule] = (rule.Admits, "");
            }
        }
        return rules.Where(breaches.ContainsKey).Select(rule => rule.IsUnresolved
            ? new Finding(guardrail, FindingKind.UnresolvedPeer, rule.Rule, breaches[rule].Violates, FindingAction.Alert,
                $"the addresses behind {rule.Rule.Peer} can't be read, so {rule.Rule} is neither passed nor revoked")
            : new Finding(guardrail, FindingKind.Violation, rule.Rule, breaches[rule].Violates,
                ActionOn(policy, guardrail, rule.Rule, occasion), breaches[rule].Why));
    }

    private static FindingAction ActionOn(Policy policy, Guardrail guardrail, SecurityGroupRule rule, Occasion occasion)
    {
        var isActedOn = guardrail.Judge == JudgeScope.State || occasion.Changed.Contains(rule);
        return (isActedOn, occasion.IsAttachment) switch
        {
            (false, false) => FindingAction.None,
            (false, true) => FindingAction.Alert,
            _ => policy.Mode == PolicyMode.Enforce && guardrail.Action == GuardrailAction.Revoke ? FindingAction.Revoke : FindingAction.Alert,
        };
    }

    private static IntervalSet<uint> WorldFlows(Guardrail guardrail) => guardrail.Forbid
        .Where(pattern => pattern.World)
        .Aggregate(default(IntervalSet<uint>), (flows, pattern) => flows.Union(pattern.Flows));

    // what can't be read may be any address: a guardrail that forbids some address on the rule's ports may forbid it
    private static bool MayBeForbidden(RuleTraffic rule, Guardrail guardrail, IntervalSet<uint> world)
    {
        var flows = IntervalSet<uint>.Of(rule.Admits.Bands[0].First, rule.Admits.Bands[0].Last);
        return world.Overlaps(flows)
            || guardrail.Forbid.Any(pattern => !pattern.Peers.Addresses.IsEmpty && pattern.Flows.Overlaps(flows));
    }

    private static string Why(WorldBreach breach)
    {
        var family = breach.Violates.Bands[0].Peers.Addresses.Ipv4.IsEmpty ? "IPv6" : "IPv4";
        var together = breach.IsAlone ? "" : " together with other rules of the group";
        var count = family == "IPv6" ? Rounded(breach.PublicAddresses) : breach.PublicAddresses.ToString("N0", CultureInfo.InvariantCulture);
        return $"{breach.Rule.Rule.Service} admits {count} public {family} addresses{together}; the policy calls that the world";
    }

    // 2^125 rather than 42,535,295,865,117,307,932,921,825,928,971,026,432
    private static string Rounded(UInt128 count) => $"about 2^{UInt128.Log2(count).ToString(CultureInfo.InvariantCulture)}";
}
