using System.Text.Json;
using SgWatch.Rules;
using SgWatch.Text;
using SgWatch.Traffic;
using SgWatch.Verdicts;

namespace SgWatch.Guard.Remembering;

/// <summary>The part of a rule's traffic that counted for a guardrail, as a JSON value: <c>true</c> for all of it, or rule texts.</summary>
/// <remarks>
/// A part that takes more than <see cref="MaxRules"/> rules, or that no rule can express, is written as all of it. Such a rule turns less
/// easily: a doubt leaves an old rule alone.
/// </remarks>
internal static class CountedJson
{
    private const int MaxRules = 20;

    public static void Write(Utf8JsonWriter json, TrafficSet counted, RememberedContent content)
    {
        if (counted != All(content) && RuleCover.Of(counted, MaxRules) is RuleCover.Complete(var rules)
            && rules.All(static rule => RuleText.TryParse(RuleText.Format(rule), out _, out _))) // a peer may not be understood
        {
            json.WriteStrings(rules.Select(RuleText.Format));
        }
        else
        {
            json.WriteBooleanValue(true);
        }
    }

    public static TrafficSet Read(JsonElement json, RememberedContent content)
    {
        if (json.ValueKind == JsonValueKind.True)
        {
            return All(content);
        }
        return json.EnumerateArray().Select(JsonMembers.Text).Aggregate(default(TrafficSet),
            static (all, text) => all.Union(AdmittedTraffic.Of(RuleText.Parse(text), PrefixLists.None)));
    }

    // a list of AWS isn't remembered with its addresses, so all of it is whatever such a rule can admit
    private static TrafficSet All(RememberedContent content) => content switch
    {
        { Rule: { Peer: Peer.PrefixList } rule, ListAddresses: { } addresses } =>
            TrafficSet.Of(rule.IsEgress, rule.Service, PeerSet.Of(addresses)),
        { Rule: { Peer: Peer.PrefixList } rule } => TrafficSet.Of(rule.IsEgress, rule.Service, PeerSet.Everything),
        _ => AdmittedTraffic.Of(content.Rule, PrefixLists.None),
    };
}
