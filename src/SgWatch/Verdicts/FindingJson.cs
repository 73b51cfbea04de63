using System.Buffers;
using System.Text;
using System.Text.Json;
using SgWatch.Rules;
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
        Strings(json, "revoke", verdict.Plan.Revoke.Select(rule => rule.SecurityGroupRuleId ?? rule.ToString()));
        Strings(json, "authorize", verdict.Plan.Authorize.Select(rule => rule.ToString()));
        json.WriteEndObject();
        json.WriteEndObject();
    }

    /// <summary>Writes which group it is: <c>{"id","name","vpc","account","region"}</c>, without what isn't known.</summary>
    public static void Write(Utf8JsonWriter json, SecurityGroup group)
    {
        json.WriteStartObject();
        json.WriteString("id", group.GroupId);
        json.WriteString("name", group.GroupName);
        Optional(json, "vpc", group.VpcId);
        Optional(json, "account", group.OwnerId);
        Optional(json, "region", group.Region);
        json.WriteEndObject();
    }

    /// <summary>Writes one finding.</summary>
    public static void Write(Utf8JsonWriter json, Finding finding) => Write(json, finding, kept: null);

    private static void Write(Utf8JsonWriter json, Finding finding, CoverTexts? kept)
    {
        json.WriteStartObject();
        json.WriteString("guardrail", finding.Guardrail.Name);
        json.WriteString("severity", Word(finding.Guardrail.Severity));
        json.WriteString("kind", finding.Kind switch
        {
            FindingKind.UnresolvedPeer => "unresolved-peer",
            FindingKind.Missing => "missing",
            _ => "violation",
        });
        Optional(json, "ruleId", finding.Rule?.SecurityGroupRuleId);
        Optional(json, "rule", finding.Rule?.ToString());
        json.WritePropertyName("violates");
        Violates(json, finding, kept);
        Optional(json, "witness", finding.Witness?.ToString());
        json.WriteString("action", Word(finding.Action));
        json.WriteString("why", finding.Why);
        json.WriteEndObject();
    }

    /// <summary>Writes one rule: <c>{"ruleId","rule","peerOwner","description","tags"}</c>, without what isn't known.</summary>
    public static void Write(Utf8JsonWriter json, SecurityGroupRule rule)
    {
        json.WriteStartObject();
        Optional(json, "ruleId", rule.SecurityGroupRuleId);
        json.WriteString("rule", rule.ToString());
        Optional(json, "peerOwner", (rule.Peer as Peer.Group)?.UserId);
        Optional(json, "description", rule.Description);
        Tags(json, rule.Tags);
        json.WriteEndObject();
    }

    /// <summary>What is written, as text on one line.</summary>
    public static string Text(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var json = new Utf8JsonWriter(buffer))
        {
            write(json);
        }
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    /// <summary>A value's name in lower case, as JSON has it.</summary>
    public static string Word<T>(T value)
        where T : struct, Enum => value.ToString().ToLowerInvariant();

    /// <summary>Writes a property, unless its value isn't known.</summary>
    public static void Optional(Utf8JsonWriter json, string name, string? value)
    {
        if (value is not null)
        {
            json.WriteString(name, value);
        }
    }

    /// <summary>Writes tags as one object, unless there are none.</summary>
    public static void Tags(Utf8JsonWriter json, IReadOnlyDictionary<string, string> tags)
    {
        if (tags.Count == 0)
        {
            return;
        }
        json.WriteStartObject("tags");
        foreach (var (key, value) in tags)
        {
            json.WriteString(key, value);
        }
        json.WriteEndObject();
    }

    /// <summary>Writes an array of texts.</summary>
    public static void Strings(Utf8JsonWriter json, string name, IEnumerable<string> values)
    {
        json.WritePropertyName(name);
        Strings(json, values);
    }

    /// <summary>Writes a set of traffic as an array of the fewest rules that EC2 could store; false, and nothing, where that takes too many.</summary>
    internal static bool TryWriteCover(Utf8JsonWriter json, TrafficSet traffic)
    {
        if (RuleCover.Of(traffic, MaxViolates) is not RuleCover.Complete(var rules))
        {
            return false;
        }
        Strings(json, rules.Select(rule => rule.ToString()));
        return true;
    }

    // what takes too many rules is told as the rule it is part of, or as one packet of it;
    // and of an unresolved peer nothing more is known than the rule itself
    private static void Violates(Utf8JsonWriter json, Finding finding, CoverTexts? kept)
    {
        var isUnresolvedRule = finding is { Kind: FindingKind.UnresolvedPeer, Rule.Peer: Peer.PrefixList or Peer.Unknown };
        if (isUnresolvedRule || !(kept is null ? TryWriteCover(json, finding.Violates) : TryWriteKept(json, kept.Of(finding.Violates))))
        {
            Strings(json, [finding.Rule?.ToString() ?? finding.Witness?.ToString() ?? ""]);
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

    private static void Strings(Utf8JsonWriter json, IEnumerable<string> values)
    {
        json.WriteStartArray();
        foreach (var value in values)
        {
            json.WriteStringValue(value);
        }
        json.WriteEndArray();
    }
}
