using System.Collections.Immutable;
using System.Globalization;
using SgWatch.Rules;
using SgWatch.Traffic;

namespace SgWatch.Verdicts.Planning;

/// <summary>What is to take a rule's place.</summary>
internal abstract record Narrowing
{
    private Narrowing()
    {
    }

    /// <summary>Rules that admit exactly the permitted rest, but for those that the group has already.</summary>
    public sealed record Rest(ImmutableArray<SecurityGroupRule> Rules) : Narrowing;

    /// <summary>The rule is to go without anything in its place.</summary>
    /// <param name="Why">To be put after a comma.</param>
    public sealed record Impossible(string Why) : Narrowing;

    /// <summary>Narrows a rule.</summary>
    /// <param name="rule">The rule.</param>
    /// <param name="admits">Its traffic.</param>
    /// <param name="findings">What is wrong with it, by guardrails that narrow.</param>
    /// <param name="group">All rules that the group has or will have; the rest must not double one.</param>
    /// <param name="quota">What the group has room for.</param>
    public static Narrowing Of(
        SecurityGroupRule rule, TrafficSet admits, IReadOnlyCollection<Finding> findings, IReadOnlyCollection<SecurityGroupRule> group, RuleQuota quota)
    {
        var rest = findings.Aggregate(admits, (traffic, finding) => traffic.Except(finding.Violates));
        if (rest.IsEmpty)
        {
            return new Impossible("nothing of it is permitted");
        }
        var limit = findings.Min(finding => finding.Guardrail.NarrowLimit);
        if (RuleCover.Of(rest, limit) is not RuleCover.Complete(var cover))
        {
            return new Impossible(string.Create(CultureInfo.InvariantCulture,
                $"its permitted rest would take more than {limit} rules, so all of it is revoked"));
        }
        var names = findings.Select(finding => finding.Guardrail.Name).Distinct(StringComparer.Ordinal);
        ImmutableArray<SecurityGroupRule> rules = [.. cover
            .Where(part => !group.Any(part.HasSameTraffic))
            .Select(part => AddedRule.Describe(WithOwner(part, rule), "narrowed by", names))];
        return quota.HasRoomFor(rules) ? new Rest(rules) : new Impossible(string.Create(CultureInfo.InvariantCulture,
            $"its permitted rest would exceed the {RuleQuota.RulesPerGroup} rules that a group may have, so all of it is revoked"));
    }

    private static SecurityGroupRule WithOwner(SecurityGroupRule part, SecurityGroupRule original) =>
        part.Peer is Peer.Group ? part with { Peer = original.Peer } : part; // the rule's one peer, with its account
}
