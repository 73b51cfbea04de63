using System.Collections.Immutable;
using System.Globalization;
using SgWatch.Rules;
using SgWatch.Traffic;

namespace SgWatch.Verdicts.Planning;

/// <summary>What takes the place of a rule that is narrowed.</summary>
internal abstract record Narrowing
{
    private Narrowing()
    {
    }

    /// <summary>Rules that admit exactly the permitted rest, without those that the group has already.</summary>
    public sealed record Rest(ImmutableArray<SecurityGroupRule> Rules) : Narrowing;

    /// <summary>Nothing can take its place, so the rule is revoked.</summary>
    /// <param name="Why">The reason, as the second part of a sentence.</param>
    public sealed record Impossible(string Why) : Narrowing;

    /// <summary>Narrows a rule.</summary>
    /// <param name="rule">The rule.</param>
    /// <param name="admits">The rule's traffic.</param>
    /// <param name="findings">The findings on it, all of guardrails that narrow.</param>
    /// <param name="group">All rules that the group has or will have. The rest must not duplicate one of them.</param>
    /// <param name="room">How many more rules the group may have.</param>
    /// <param name="quota">How many rules it may have in all.</param>
    public static Narrowing Of(
        SecurityGroupRule rule, TrafficSet admits, IReadOnlyCollection<Finding> findings,
        IReadOnlyCollection<SecurityGroupRule> group, RuleQuota room, GroupQuota quota)
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
        return room.HasRoomFor(rules) ? new Rest(rules) : new Impossible(string.Create(CultureInfo.InvariantCulture,
            $"its permitted rest would exceed the {quota.RulesPerGroup} rules that a group may have{Assumed(quota)}, ")
            + "so all of it is revoked");
    }

    private static string Assumed(GroupQuota quota) => quota.IsAssumed ? " by default (the account's quota can't be read)" : "";

    private static SecurityGroupRule WithOwner(SecurityGroupRule part, SecurityGroupRule original) =>
        part.Peer is Peer.Group ? part with { Peer = original.Peer } : part; // a rule has one peer, so this is it, with its account
}
