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
    /// <param name="kept">What is kept from one verdict to the next, by who writes many of them; null for one verdict.</param>
    public static void Write(Utf8JsonWriter json, Verdict verdict, CoverTexts? kept = null)
    {
        json.WriteStartObject();
        json.WritePropertyName("group");
        Write(json, verdict.Group);
        json.WriteBoolean("compliant", verdict.IsCompliant);
        json.WriteStartArray("findings");
        foreach (var finding in verdict.Findings)
        {
            Write(json, finding, kept);
        }
        json.WriteEndArray();
        json.WriteStartObject("plan");
        json.WriteStrings("revoke", verdict.Plan.Revoke.Select(rule => rule.SecurityGroupRuleId ?? rule.ToString()));
        json.WriteStrings("authorize", verdict.Plan.Authorize.Select(rule => rule.ToString()));
        json.WriteEndObject();
        json.WriteEndObject();
    }

    /// <summary>Writes which group it is: <c>{"id","name","vpc","account","region"}</c>, without what isn't known.</summary>
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

    /// <summary>Writes one finding.</summary>
    public static void Write(Utf8JsonWriter json, Finding finding) => Write(json, finding, kept: null);

    private static void Write(Utf8JsonWriter json, Finding finding, CoverTexts? kept)
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
        Violates(json, finding, kept);
        json.WriteOptional("witness", finding.Witness?.ToString());
        json.WriteString("action", JsonOutput.Word(finding.Action));
        json.WriteString("why", finding.Why);
        json.WriteEndObject();
    }

    /// <summary>Writes one rule: <c>{"ruleId","rule","peerOwner","description","tags"}</c>, without what isn't known.</summary>
    public static void Write(Utf8JsonWriter json, SecurityGroupRule rule)
    {
        json.WriteStartObject();
        json.WriteOptional("ruleId", rule.SecurityGroupRuleId);
        json.WriteString("rule", rule.ToString());
        json.WriteOptional("peerOwner", (rule.Peer as Peer.Group)?.UserId);
        json.WriteOptional("description", rule.Description);
        json.WriteTags(rule.Tags);
        json.WriteEndObject();
    }

    /// <summary>Writes a set of traffic as an array of the fewest rules that EC2 could store; false, and nothing, where that takes too many.</summary>
    internal static bool TryWriteCover(Utf8JsonWriter json, TrafficSet traffic)
    {
        if (RuleCover.Of(traffic, MaxViolates) is not RuleCover.Complete(var rules))
        {
            return false;
        }
        json.WriteStrings(rules.Select(rule => rule.ToString()));
        return true;
    }

    // what takes too many rules is told as the rule it is part of, or as one packet of it;
    // and of an unresolved peer nothing more is known than the rule itself
    private static void Violates(Utf8JsonWriter json, Finding finding, CoverTexts? kept)
    {
        var isUnresolvedRule = finding is { Kind: FindingKind.UnresolvedPeer, Rule.Peer: Peer.PrefixList or Peer.Unknown };
        if (isUnresolvedRule || !(kept is null ? TryWriteCover(json, finding.Violates) : TryWriteKept(json, kept.Of(finding.Violates))))
        {
            json.WriteStrings([finding.Rule?.ToString() ?? finding.Witness?.ToString() ?? ""]);
        }
    }

    private static bool TryWriteKept(Utf8JsonWriter json, ReadOnlySpan<byte> texts)
    {
        if (!texts.IsEmpty)
        {
            json.WriteRawValue(texts, skipInputValidation: true); // a writer like this one made it
        }
        return !texts.IsEmpty;
    }
}
