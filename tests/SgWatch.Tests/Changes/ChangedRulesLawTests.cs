using System.Collections.Immutable;
using CsCheck;
using SgWatch.Changes;
using SgWatch.Rules;

namespace SgWatch.Tests.Changes;

/// <summary>The index of changes agrees with a plain model that asks every change about every rule.</summary>
public sealed class ChangedRulesLawTests
{
    private static readonly Peer[] Peers =
        [new Peer.Ipv4(new(0, 0)), new Peer.Group("sg-1"), new Peer.Group("sg-1", "111122223333"), new Peer.PrefixList("pl-1")];

    private static readonly Service[] Services = [Service.Parse("tcp/22"), Service.Parse("any")];

    private static readonly Gen<SecurityGroupRule> AnyRule = Gen.Select(Gen.Int[0, 3], Gen.Bool, Gen.Int[0, 1], Gen.Int[0, 3])
        .Select((id, isEgress, service, peer) =>
            new SecurityGroupRule(id == 3 ? null : $"sgr-{id}", isEgress, Services[service], Peers[peer]));

    private static readonly Gen<NamedRule> AnyNamed = Gen.Select(AnyRule, Gen.Int[0, 3]).Select((rule, how) => how switch
    {
        0 => new NamedRule(rule.SecurityGroupRuleId ?? "sgr-0", null),
        1 => new(rule.SecurityGroupRuleId, RuleContent.Of(rule) with { IsEgress = null }),
        2 => new(rule.SecurityGroupRuleId, RuleContent.Of(rule) with { Peer = null }),
        _ => new(rule.SecurityGroupRuleId, RuleContent.Of(rule)),
    });

    private static readonly Gen<Change> AnyChange = Gen.Select(Gen.Int[0, 3], Gen.Int[0, 11], AnyNamed.Array[0, 3])
        .Select((origin, kind, rules) => new Change(new($"e{origin}"), kind < 6 ? (ChangeKind)kind : ChangeKind.Authorize)
        {
            Rules = kind is 3 or 5 ? [] : [.. rules],
            PrefixListIds = kind == 3 ? ["pl-1"] : [],
        });

    [Fact]
    public void A_rule_is_changed_if_any_change_names_it() => Gen.Select(AnyChange.Array[0, 5], AnyRule).Holds(pair =>
    {
        var (changes, rule) = pair;
        return ChangedRules.Of(changes).Contains(rule)
            == changes.Any(change => change.Kind == ChangeKind.Unreadable || Namings(change, rule).Any());
    });

    [Fact]
    public void Its_makers_are_the_changes_that_made_what_it_admits() => Gen.Select(AnyChange.Array[0, 5], AnyRule).Holds(pair =>
    {
        var (changes, rule) = pair;
        ImmutableHashSet<Change> certain = [.. changes.Where(change =>
            change.Kind is ChangeKind.Authorize or ChangeKind.Modify or ChangeKind.PrefixList
            && Namings(change, rule).Any(content => content is null || Admits(content, rule)))];
        ImmutableHashSet<Change> possible = [.. changes.Where(change => change.Kind == ChangeKind.Unreadable)];
        return (certain.IsEmpty ? possible : certain).SetEquals(ChangedRules.Of(changes).MakersOf(rule));
    });

    // what a change says of a rule that it names: the content, or null if it doesn't say
    private static IEnumerable<RuleContent?> Namings(Change change, SecurityGroupRule rule)
    {
        foreach (var (id, content) in change.Rules)
        {
            var isNamed = id is not null && rule.SecurityGroupRuleId is not null
                ? id == rule.SecurityGroupRuleId
                : content is not null && Admits(content, rule);
            if (isNamed)
            {
                yield return content;
            }
        }
        if (rule.Peer is Peer.PrefixList(var list) && change.PrefixListIds.Contains(list))
        {
            yield return null;
        }
    }

    private static bool Admits(RuleContent content, SecurityGroupRule rule) =>
        (content.IsEgress ?? rule.IsEgress) == rule.IsEgress && content.Service == rule.Service && (content.Peer, rule.Peer) switch
        {
            (null, var peer) => peer is Peer.Group,
            (Peer.Group(var a, _), Peer.Group(var b, _)) => a == b,
            var (a, b) => a == b,
        };
}
