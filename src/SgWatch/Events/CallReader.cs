using System.Collections.Immutable;
using System.Text.Json;
using SgWatch.Changes;
using SgWatch.Text;

namespace SgWatch.Events;

/// <summary>What each API call of EC2 means: which groups to inspect, and which of their rules are new.</summary>
/// <remarks>
/// A call that changes a group without naming it causes an inspection of every group. But it never causes a judgement as with
/// <c>judge: state</c>, because one event that can't be read mustn't act on an account's old rules.
/// Source: EC2 API Reference, in the shapes that CloudTrail logs. See docs/events.md.
/// </remarks>
internal static class CallReader
{
    private const int MaxGroups = 1000; // one call can tag 1,000 resources; if there are more, every group is inspected

    private static readonly ImmutableArray<Hint> EveryGroup = [new(new Target.EveryGroup(), ChangedRules.None)];

    /// <summary>The hints that follow from a call.</summary>
    /// <param name="eventName">The call's name.</param>
    /// <param name="call">Its request and response.</param>
    /// <param name="reason">Why there are no hints, if there are none.</param>
    public static ImmutableArray<Hint> Read(string eventName, CallParameters call, out string reason)
    {
        reason = "";
        switch (eventName)
        {
            case "AuthorizeSecurityGroupIngress":
                return Authorize(call, isEgress: false);
            case "AuthorizeSecurityGroupEgress":
                return Authorize(call, isEgress: true);
            case "ModifySecurityGroupRules":
                return Modify(call);
            case "RevokeSecurityGroupIngress" or "RevokeSecurityGroupEgress":
                return OneGroup(call, call.Response.Field("revokedSecurityGroupRuleSet"));
            case "UpdateSecurityGroupRuleDescriptionsIngress" or "UpdateSecurityGroupRuleDescriptionsEgress":
                return OneGroup(call, default);
            case "CreateSecurityGroup": // EC2 gives every new group its one rule, all egress, so the caller didn't make it
                return OneGroup(call, call.Response);
            case "CreateVpc" or "CreateDefaultVpc":
                return DefaultGroup(call);
            case "CreateManagedPrefixList": // a rule that uses it has an event of its own
                return PrefixList(call.Response.Field("prefixList"), mayAdmitMore: false);
            case "ModifyManagedPrefixList":
                return PrefixList(call.Request, call.IsCut || HasEntriesAdded(call.Request));
            case "RestoreManagedPrefixListVersion":
                return PrefixList(call.Request, mayAdmitMore: true);
            case "CreateTags" or "DeleteTags":
                reason = "tags no security group";
                return TaggedGroups(call);
            case "RunInstances" or "CreateNetworkInterface" or "AssociateSecurityGroupVpc":
                return AttachedTo(call, isAlways: true);
            case "ModifyNetworkInterfaceAttribute" or "ModifyInstanceAttribute":
                reason = "attaches no security group";
                return AttachedTo(call, isAlways: false);
            case "DeleteSecurityGroup":
                reason = "the group is gone";
                return [];
            default:
                reason = "changes no security group";
                return [];
        }
    }

    private static ImmutableArray<Hint> Authorize(CallParameters call, bool isEgress)
    {
        var ruleSet = call.Response.Field("securityGroupRuleSet").List().ToList();
        var changed = call.IsCut ? ChangedRules.All : AuthorizedRules.Read(call.Request, ruleSet, isEgress);
        var groupIds = GroupIds([call.Request, .. ruleSet]);
        return Hints(call, groupIds, groupIds.Count > 1 ? ChangedRules.All : changed);
    }

    private static ImmutableArray<Hint> Modify(CallParameters call)
    {
        var rules = call.Request.Field("securityGroupRule").List().ToList();
        var ruleIds = rules.Select(rule => rule.Field("securityGroupRuleId").RuleId()!).Where(id => id is not null).ToList();
        var isWhole = rules.Count > 0 && ruleIds.Count == rules.Count && !call.IsCut;
        return Hints(call, GroupIds([call.Request]), isWhole ? ChangedRules.Of(ruleIds, []) : ChangedRules.All);
    }

    /// <summary>A change that adds no rule. The request or <paramref name="response"/> names the group.</summary>
    private static ImmutableArray<Hint> OneGroup(CallParameters call, JsonElement response) =>
        Hints(call, GroupIds([call.Request, .. response.List()]), ChangedRules.None);

    private static ImmutableArray<Hint> DefaultGroup(CallParameters call) => call.Response.Field("vpc").Field("vpcId").VpcId() is { } vpcId
        ? [new(new Target.NamedGroup("default", vpcId), ChangedRules.None)]
        : EveryGroup;

    /// <summary>The groups that use a prefix list. If the list may hold more than before, each of their rules through it counts as
    /// new.</summary>
    private static ImmutableArray<Hint> PrefixList(JsonElement names, bool mayAdmitMore) =>
        names.Field("prefixListId").PrefixListId() is { } id
        ? [new(new Target.UsersOf(id), mayAdmitMore ? ChangedRules.Through([id]) : ChangedRules.None)]
        : EveryGroup;

    // AddEntry, or another name that begins with "add"
    private static bool HasEntriesAdded(JsonElement request) => request.ValueKind != JsonValueKind.Object || request.EnumerateObject()
        .Any(property => property.Name.StartsWith("add", StringComparison.OrdinalIgnoreCase) && !property.Value.IsEmpty());

    private static ImmutableArray<Hint> TaggedGroups(CallParameters call)
    {
        var resources = call.Request.Field("resourcesSet").List().Select(item => item.Field("resourceId"))
            .Concat(call.Request.Field("resourceId").List()).ToList();
        return call.IsCut || resources.Count == 0 || resources.Any(resource => resource.Text() is null)
            ? EveryGroup
            : Hints(resources.Select(resource => resource.GroupId()!).Where(id => id is not null), ChangedRules.None);
    }

    /// <summary>The groups that are attached. If a call always attaches one but names none, it was cut off, so it means every
    /// group.</summary>
    private static ImmutableArray<Hint> AttachedTo(CallParameters call, bool isAlways)
    {
        ImmutableArray<Hint> hints =
        [
            .. Hints(AttachedGroups.Read(call), ChangedRules.None)
                .Select(hint => hint with { IsAttachment = hint.Target is Target.Group }),
        ];
        return hints.IsEmpty && (isAlways || call.IsCut) ? EveryGroup : hints;
    }

    private static List<string> GroupIds(IEnumerable<JsonElement> elements) =>
        [.. elements.Select(element => element.Field("groupId").GroupId()!).Where(id => id is not null).Distinct()];

    // By id, or else by name. If the group isn't named at all, every group is inspected, and only ids of rules say which rules are new.
    private static ImmutableArray<Hint> Hints(CallParameters call, List<string> groupIds, ChangedRules changed)
    {
        if (groupIds.Count > 0)
        {
            return Hints(groupIds, changed);
        }
        return call.Request.Field("groupName").GroupName() is { } name
            ? [new(new Target.NamedGroup(name, call.Request.Field("vpcId").VpcId()), changed)]
            : [new(new Target.EveryGroup(), changed.IsAll ? ChangedRules.None : ChangedRules.Of(changed.RuleIds, []))];
    }

    private static ImmutableArray<Hint> Hints(IEnumerable<string> groupIds, ChangedRules changed)
    {
        ImmutableArray<Hint> hints = [.. groupIds.Distinct().Take(MaxGroups + 1).Select(id => new Hint(new Target.Group(id), changed))];
        return hints.Length > MaxGroups ? EveryGroup : hints;
    }
}
