using System.Text.Json;
using SgWatch.Rules;
using SgWatch.Text;
using SgWatch.Traffic;

namespace SgWatch.Verdicts;

/// <summary>Findings and verdicts as JSON, in one form for every command, message and log.</summary>
public static class FindingJson
{
    private const int MaxViolates = 1000;

    /// <summary>Writes a verdict: <c>{"group","compliant","findings","plan"}</c>.</summary>
    /// <param name="json">The writer.</param>
    /// <param name="verdict">The verdict.</param>
    /// <param name="cache">A cache for a writer of many verdicts. Null for a single verdict.</param>
    /// <param name="ofFinding">Writes further members of each finding. Null for none.</param>
    /// <param name="ofVerdict">Writes further members of the verdict. Null for none.</param>
    public static void Write(
        Utf8JsonWriter json, Verdict verdict, TrafficJsonCache? cache = null,
        Action<Utf8JsonWriter, Finding>? ofFinding = null, Action<Utf8JsonWriter, Verdict>? ofVerdict = null)
    {
        json.WriteStartObject();
        json.WritePropertyName("group");
        Write(json, verdict.Group);
        json.WriteBoolean("compliant", verdict.IsCompliant);
        json.WriteStartArray("findings");
        foreach (var finding in verdict.Findings)
        {
            Write(json, finding, cache, ofFinding);
        }
        json.WriteEndArray();
        json.WriteStartObject("plan");
        json.WriteStrings("revoke", verdict.Plan.Revoke.Select(rule => rule.SecurityGroupRuleId ?? rule.ToString()));
        json.WriteStrings("authorize", verdict.Plan.Authorize.Select(rule => rule.ToString()));
        json.WriteEndObject();
        ofVerdict?.Invoke(json, verdict);
        json.WriteEndObject();
    }

    /// <summary>Writes which group it is: <c>{"id","name","vpc","account","region"}</c>. What isn't known is left out.</summary>
    public static void Write(Utf8JsonWriter json, SecurityGroup group)
    {
        json.WriteStartObject();
        json.WriteString("id", group.GroupId);
        json.WriteString("name", group.GroupName);
        json.WriteOptional("vpc", group.VpcId);
        json.WriteOptional("account", group.OwnerId);
        json.WriteOptional("region", group.Region);
        json.WriteEndObject();
    }

    /// <summary>Writes one finding:
    /// <c>{"guardrail","severity","kind","ruleId","rule","violates","witness","action","why","event"}</c>.</summary>
    /// <remarks>The event is the id of the one that made the rule. What isn't known is left out.</remarks>
    public static void Write(Utf8JsonWriter json, Finding finding) => Write(json, finding, cache: null, more: null);

    private static void Write(
        Utf8JsonWriter json, Finding finding, TrafficJsonCache? cache, Action<Utf8JsonWriter, Finding>? more)
    {
        json.WriteStartObject();
        json.WriteString("guardrail", finding.Guardrail.Name);
        json.WriteString("severity", JsonOutput.Word(finding.Guardrail.Severity));
        json.WriteString("kind", finding.Kind switch
        {
            FindingKind.UnresolvedPeer => "unresolved-peer",
            FindingKind.Missing => "missing",
            _ => "violation",
        });
        json.WriteOptional("ruleId", finding.Rule?.SecurityGroupRuleId);
        json.WriteOptional("rule", finding.Rule?.ToString());
        json.WritePropertyName("violates");
        Violates(json, finding, cache);
        json.WriteOptional("witness", finding.Witness?.ToString());
        json.WriteString("action", JsonOutput.Word(finding.Action));
        json.WriteString("why", finding.Why);
        json.WriteOptional("event", finding.MadeBy?.EventId);
        more?.Invoke(json, finding);
        json.WriteEndObject();
    }

    /// <summary>Writes one rule: <c>{"ruleId","rule","peerOwner","description","tags","unreadTags"}</c>. What isn't known is left out.
    /// </summary>
    /// <param name="json">The writer.</param>
    /// <param name="rule">The rule.</param>
    /// <param name="hasTags">False to leave the tags out, because they are written elsewhere.</param>
    public static void Write(Utf8JsonWriter json, SecurityGroupRule rule, bool hasTags = true)
    {
        json.WriteStartObject();
        json.WriteOptional("ruleId", rule.SecurityGroupRuleId);
        json.WriteString("rule", rule.ToString());
        json.WriteOptional("peerOwner", (rule.Peer as Peer.Group)?.UserId);
        json.WriteOptional("description", rule.Description);
        if (hasTags)
        {
            json.WriteTags(rule.Tags);
        }
        if (rule.UnreadTags > 0)
        {
            json.WriteNumber("unreadTags", rule.UnreadTags);
        }
        json.WriteEndObject();
    }

    /// <summary>Writes a set of traffic as an array of the fewest rules that admit it.</summary>
    /// <returns>False, and nothing is written, if that takes too many rules.</returns>
    internal static bool TryWriteCover(Utf8JsonWriter json, TrafficSet traffic)
    {
        if (RuleCover.Of(traffic, MaxViolates) is not RuleCover.Complete(var rules))
        {
            return false;
        }
        json.WriteStrings(rules.Select(rule => rule.ToString()));
        return true;
    }

    // If the traffic takes too many rules, the rule that it is part of is written instead, or one packet of it. For an unresolved peer only
    // the rule itself is known.
    private static void Violates(Utf8JsonWriter json, Finding finding, TrafficJsonCache? cache)
    {
        var isUnresolvedRule = finding is { Kind: FindingKind.UnresolvedPeer, Rule.Peer: Peer.PrefixList or Peer.Unknown };
        var isWritten = !isUnresolvedRule
            && (cache is null ? TryWriteCover(json, finding.Violates) : TryWriteCached(json, cache.Of(finding.Violates)));
        if (!isWritten)
        {
            json.WriteStrings([finding.Rule?.ToString() ?? finding.Witness?.ToString() ?? ""]);
        }
    }

    private static bool TryWriteCached(Utf8JsonWriter json, ReadOnlySpan<byte> texts)
    {
        if (!texts.IsEmpty)
        {
            json.WriteRawValue(texts, skipInputValidation: true); // a writer like this one made it
        }
        return !texts.IsEmpty;
    }
}
