using System.Collections.Immutable;
using System.Text.Json;
using SgWatch.Calls;
using SgWatch.Changes;
using SgWatch.Policies;
using SgWatch.Rules;
using SgWatch.Traffic;
using SgWatch.Verdicts;

namespace SgWatch.Incidents;

/// <summary>Reads back what <see cref="IncidentJson"/> wrote: enough to finish an incident, to notify people and to undo it.</summary>
/// <remarks>It gives a guardrail's name and severity only. A finding's traffic is what its rule texts say.</remarks>
public static class IncidentReader
{
    /// <summary>Reads one object.</summary>
    /// <exception cref="JsonException">The object is no incident.</exception>
    public static Incident Read(ReadOnlyMemory<byte> json)
    {
        using var document = JsonDocument.Parse(json);
        var root = document.RootElement;
        try
        {
            return Read(root);
        }
        catch (Exception exception) when (exception
            is InvalidOperationException or KeyNotFoundException or FormatException or ArgumentException)
        {
            throw new JsonException($"The incident can't be read: {exception.Message}", exception);
        }
    }

    private static Incident Read(JsonElement root)
    {
        var group = root.GetProperty("group");
        var policy = root.GetProperty("policy");
        var before = new SecurityGroup(Required(group, "id"), Text(group, "name") ?? "")
        {
            VpcId = Text(group, "vpc"),
            OwnerId = Text(group, "account"),
            Region = Text(group, "region"),
            Tags = Tags(group),
            Rules = Rules(root, "before"),
        };
        var revoked = Rules(root, "revoked");
        ImmutableArray<Origin> origins = [.. Items(root, "events").Select(e => Origin(e, group))];
        return new(Required(root, "id"), Word<IncidentOutcome>(root, "outcome"), before)
        {
            After = root.TryGetProperty("after", out _) ? before with { Rules = Rules(root, "after") } : null,
            Account = Text(group, "account"),
            Region = Text(group, "region"),
            Undoes = Text(root, "undoes"),
            Waits = root.TryGetProperty("waits", out _) ? Word<ChangeBudget>(root, "waits") : null,
            Origins = origins,
            Findings = [.. Items(root, "findings").Select(finding => Finding(finding, before, origins))],
            Planned = root.TryGetProperty("planned", out var planned)
                ? new(WithTagsOf(revoked, Rules(planned, "revoke")), Rules(planned, "authorize"))
                : Plan.Nothing,
            Revoked = revoked,
            Authorized = Rules(root, "authorized"),
            Unauthorized = Rules(root, "unauthorized"),
            Calls = [.. Items(root, "calls").Select(Call)],
            Failure = root.TryGetProperty("failure", out var failure) ? Failure(failure) : null,
            PolicySource = Text(policy, "source") ?? "",
            PolicySha256 = Text(policy, "sha256") ?? "",
            Mode = Word<PolicyMode>(policy, "mode"),
            StartedAt = Time(root, "startedAt") ?? default,
            EndedAt = Time(root, "endedAt") ?? default,
        };
    }

    private static IncidentCall Call(JsonElement json) => new(
        Required(json, "operation"),
        [.. Items(json, "rules").Select(rule => Required(rule))],
        Required(json, "answer"),
        Time(json, "at")!.Value);

    private static CallFailure Failure(JsonElement json) => new(
        Word<CallFailureKind>(json, "kind"), Required(json, "operation"), Required(json, "code"), Required(json, "message"));

    private static Origin Origin(JsonElement json, JsonElement group) => new(Required(json, "name"))
    {
        EventId = Text(json, "id"),
        EventTime = Time(json, "time"),
        Account = Text(group, "account"),
        Region = Text(group, "region"),
        Actor = !json.TryGetProperty("actor", out var actor) ? null : new()
        {
            Type = Text(actor, "type"),
            Arn = Text(actor, "arn"),
            SessionIssuerArn = Text(actor, "sessionIssuerArn"),
            InvokedBy = Text(actor, "invokedBy"),
            SourceIpAddress = Text(actor, "sourceIpAddress"),
            UserAgent = Text(actor, "userAgent"),
        },
    };

    private static Finding Finding(JsonElement json, SecurityGroup before, ImmutableArray<Origin> origins)
    {
        var eventId = Text(json, "event");
        var id = Text(json, "ruleId");
        var rule = before.Rules.FirstOrDefault(r => id is not null && r.SecurityGroupRuleId == id)
            ?? (Text(json, "rule") is { } text ? Rule(text) with { SecurityGroupRuleId = id } : null);
        var violates = Items(json, "violates").Select(rule => Required(rule)).Where(rule => RuleText.TryParse(rule, out _, out _))
            .Aggregate(default(TrafficSet), (all, rule) => all.Union(AdmittedTraffic.Of(RuleText.Parse(rule), PrefixLists.None)));
        return new(
            new(Required(json, "guardrail")) { Severity = Word<Severity>(json, "severity") },
            Text(json, "kind") switch
            {
                "missing" => FindingKind.Missing,
                "unresolved-peer" => FindingKind.UnresolvedPeer,
                _ => FindingKind.Violation,
            },
            rule,
            violates.IsEmpty && rule is not null ? AdmittedTraffic.Of(rule, PrefixLists.None) : violates,
            Word<FindingAction>(json, "action"),
            Text(json, "why") ?? "")
        {
            MadeBy = eventId is null ? null : origins.FirstOrDefault(origin => origin.EventId == eventId),
        };
    }

    private static ImmutableArray<SecurityGroupRule> Rules(JsonElement parent, string name) => [.. Items(parent, name).Select(json =>
    {
        var rule = Rule(Required(json, "rule"));
        return rule with
        {
            SecurityGroupRuleId = Text(json, "ruleId"),
            Peer = rule.Peer is Peer.Group(var id, _) ? new Peer.Group(id, Text(json, "peerOwner")) : rule.Peer,
            Description = Text(json, "description"),
            Tags = Tags(json),
            UnreadTags = json.TryGetProperty("unreadTags", out var unread) ? unread.GetInt32() : 0,
        };
    })];

    // the tags of a rule are written once
    private static ImmutableArray<SecurityGroupRule> WithTagsOf(
        ImmutableArray<SecurityGroupRule> tagged, ImmutableArray<SecurityGroupRule> rules)
    {
        var tags = tagged.Where(rule => rule.SecurityGroupRuleId is not null).DistinctBy(rule => rule.SecurityGroupRuleId)
            .ToDictionary(rule => rule.SecurityGroupRuleId!, rule => rule.Tags, StringComparer.Ordinal);
        return
        [
            .. rules.Select(rule => rule.SecurityGroupRuleId is { } id && rule.Tags.IsEmpty && tags.TryGetValue(id, out var own)
                ? rule with { Tags = own }
                : rule),
        ];
    }

    private static SecurityGroupRule Rule(string text)
    {
        if (RuleText.TryParse(text, out var rule, out _))
        {
            return rule;
        }
        var unknown = text[(text.IndexOf('\'', StringComparison.Ordinal) + 1)..].TrimEnd('\'');
        return new(null, text.StartsWith("egress", StringComparison.Ordinal), Service.Any, new Peer.Unknown(unknown));
    }

    private static ImmutableSortedDictionary<string, string> Tags(JsonElement json) => json.TryGetProperty("tags", out var tags)
        ? tags.EnumerateObject().ToImmutableSortedDictionary(tag => tag.Name, tag => Required(tag.Value), StringComparer.Ordinal)
        : ImmutableSortedDictionary<string, string>.Empty;

    private static JsonElement[] Items(JsonElement json, string name) =>
        json.TryGetProperty(name, out var items) ? [.. items.EnumerateArray()] : [];

    private static string? Text(JsonElement json, string name) => json.TryGetProperty(name, out var text) ? text.GetString() : null;

    private static string Required(JsonElement json, string name) => Text(json, name) ?? throw new FormatException($"it has no {name}");

    private static string Required(JsonElement text) => text.GetString() ?? throw new FormatException("it has null in place of a text");

    private static DateTimeOffset? Time(JsonElement json, string name) =>
        json.TryGetProperty(name, out var time) ? time.GetDateTimeOffset() : null;

    private static T Word<T>(JsonElement json, string name)
        where T : struct, Enum => Enum.TryParse<T>(Text(json, name), ignoreCase: true, out var value)
            ? value
            : throw new FormatException($"{name} is '{Text(json, name)}'");
}
