using System.Collections.Immutable;
using System.Text.Json;
using SgWatch.Changes;
using SgWatch.Text;

namespace SgWatch.Events;

/// <summary>What each API call of EC2 means: where to look, and which rules there are new.</summary>
/// <remarks>
/// A call that changes a group and doesn't name it is a cause to look at every group, but never to judge every group as
/// <c>state</c>: one event that can't be read must not act on an account's old rules.
/// Source: EC2 API Reference; shapes as CloudTrail logs them, see docs/events.md.
/// </remarks>
internal static class CallReader
{
    private const int MaxGroups = 1000; // tags for 1,000 resources go into one call; more is a forgery, and looks at every group

    private static readonly ImmutableArray<Hint> EveryGroup = [new(new Target.EveryGroup(), ChangedRules.None)];

    /// <summary>Where the call says to look; none, and why, for a call that changes no group.</summary>
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
            case "CreateSecurityGroup": // its one rule, all egress, comes with every new group and isn't the caller's doing
                return OneGroup(call, call.Response);
            case "CreateVpc" or "CreateDefaultVpc":
                return DefaultGroup(call);
            case "CreateManagedPrefixList": // rules that use it already came with events of their own
                return PrefixList(call.Response.Field("prefixList"), mayAdmitMore: false);
            case "ModifyManagedPrefixList":
                return PrefixList(call.Request, call.IsCut || HasEntriesAdded(call.Request));
            case "RestoreManagedPrefixListVersion":
                return PrefixList(call.Request, mayAdmitMore: true);
            case "CreateTags" or "DeleteTags":
                reason = "tags of no security group";
                return TaggedGroups(call);
            case "RunInstances" or "CreateNetworkInterface" or "AssociateSecurityGroupVpc":
                return AttachedTo(call, isAlways: true);
            case "ModifyNetworkInterfaceAttribute" or "ModifyInstanceAttribute":
                reason = "names no security group that it attaches";
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
        return Looks(call, groupIds, groupIds.Count > 1 ? ChangedRules.All : changed);
    }

    private static ImmutableArray<Hint> Modify(CallParameters call)
    {
        var rules = call.Request.Field("securityGroupRule").List().ToList();
        var ruleIds = rules.Select(rule => rule.Field("securityGroupRuleId").RuleId()!).Where(id => id is not null).ToList();
        var isWhole = rules.Count > 0 && ruleIds.Count == rules.Count && !call.IsCut;
        return Looks(call, GroupIds([call.Request]), isWhole ? ChangedRules.Of(ruleIds, []) : ChangedRules.All);
    }

    /// <summary>A change that adds no rule; the group is named by the request or by <paramref name="answer"/>.</summary>
    private static ImmutableArray<Hint> OneGroup(CallParameters call, JsonElement answer) =>
        Looks(call, GroupIds([call.Request, .. answer.List()]), ChangedRules.None);

    private static ImmutableArray<Hint> DefaultGroup(CallParameters call) => call.Response.Field("vpc").Field("vpcId").VpcId() is { } vpcId
        ? [new(new Target.NamedGroup("default", vpcId), ChangedRules.None)]
        : EveryGroup;

    /// <summary>The groups that use a list: where it may admit more than before, so may each rule through it, as if it had been modified.</summary>
    private static ImmutableArray<Hint> PrefixList(JsonElement names, bool mayAdmitMore) => names.Field("prefixListId").PrefixListId() is { } id
        ? [new(new Target.UsersOf(id), mayAdmitMore ? ChangedRules.Through([id]) : ChangedRules.None)]
        : EveryGroup;

    // AddEntry, and whatever else the name of added entries may be
    private static bool HasEntriesAdded(JsonElement request) => request.ValueKind != JsonValueKind.Object || request.EnumerateObject()
        .Any(property => property.Name.StartsWith("add", StringComparison.OrdinalIgnoreCase) && !property.Value.IsEmpty());

    private static ImmutableArray<Hint> TaggedGroups(CallParameters call)
    {
        var resources = call.Request.Field("resourcesSet").List().Select(item => item.Field("resourceId"))
            .Concat(call.Request.Field("resourceId").List()).ToList();
        return call.IsCut || resources.Count == 0 || resources.Any(resource => resource.Text() is null)
            ? EveryGroup
            : Looks(resources.Select(resource => resource.GroupId()!).Where(id => id is not null), ChangedRules.None);
    }

    /// <summary>The groups attached. A call that always attaches one and names none was cut off, and so may be one that CloudTrail cut.</summary>
    private static ImmutableArray<Hint> AttachedTo(CallParameters call, bool isAlways)
    {
        ImmutableArray<Hint> looks = [.. Looks(AttachedGroups.Read(call), ChangedRules.None).Select(look => look with { IsAttachment = look.Target is Target.Group })];
        return looks.IsEmpty && (isAlways || call.IsCut) ? EveryGroup : looks;
    }

    private static List<string> GroupIds(IEnumerable<JsonElement> elements) =>
        [.. elements.Select(element => element.Field("groupId").GroupId()!).Where(id => id is not null).Distinct()];

    // by id, else by name, else every group, where only ids of rules still say which ones are meant
    private static ImmutableArray<Hint> Looks(CallParameters call, List<string> groupIds, ChangedRules changed)
    {
        if (groupIds.Count > 0)
        {
            return Looks(groupIds, changed);
        }
        return call.Request.Field("groupName").GroupName() is { } name
            ? [new(new Target.NamedGroup(name, call.Request.Field("vpcId").VpcId()), changed)]
            : [new(new Target.EveryGroup(), changed.IsAll ? ChangedRules.None : ChangedRules.Of(changed.RuleIds, []))];
    }

    private static ImmutableArray<Hint> Looks(IEnumerable<string> groupIds, ChangedRules changed)
    {
        ImmutableArray<Hint> looks = [.. groupIds.Distinct().Take(MaxGroups + 1).Select(id => new Hint(new Target.Group(id), changed))];
        return looks.Length > MaxGroups ? EveryGroup : looks;
    }
}
