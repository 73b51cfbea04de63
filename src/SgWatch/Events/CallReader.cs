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

    private static readonly ImmutableArray<Hint> EveryGroup = [new(new Target.EveryGroup())];

    /// <summary>The hints that follow from a call.</summary>
    /// <param name="eventName">The call's name.</param>
    /// <param name="call">Its request and response.</param>
    /// <param name="region">The region of the event. Null if it doesn't say.</param>
    /// <param name="reason">Why there are no hints, if there are none.</param>
    public static ImmutableArray<Hint> Read(string eventName, CallParameters call, string? region, out string reason)
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
                return Revoke(call);
            case "UpdateSecurityGroupRuleDescriptionsIngress" or "UpdateSecurityGroupRuleDescriptionsEgress":
                return OneGroup(call, default);
            case "CreateSecurityGroup": // EC2 gives every new group its one rule, all egress, so the caller didn't make it
                return [.. OneGroup(call, call.Response).Select(hint => hint with { MakesGroup = hint.Target is not Target.EveryGroup })];
            case "CreateVpc" or "CreateDefaultVpc":
                return DefaultGroup(call);
            case "CreateManagedPrefixList":
                return PrefixListCalls.Create(call);
            case "ModifyManagedPrefixList":
                return PrefixListCalls.Modify(call);
            case "RestoreManagedPrefixListVersion":
                return PrefixListCalls.Restore(call);
            case "CreateIpamPrefixListResolver" or "CreateIpamPrefixListResolverTarget"
                or "ModifyIpamPrefixListResolver" or "ModifyIpamPrefixListResolverTarget":
                reason = "the prefix list is in another region";
                return PrefixListCalls.Resolve(call, region);
            case "CreateTags" or "DeleteTags":
                reason = "tags no security group";
                return TaggedGroups(call);
            case "RunInstances" or "CreateNetworkInterface" or "AssociateSecurityGroupVpc" or "CreateInstanceConnectEndpoint"
                or "ApplySecurityGroupsToClientVpnTargetNetwork":
                return AttachedTo(call, isAlways: true);
            case "ModifyNetworkInterfaceAttribute" or "ModifyInstanceAttribute" or "CreateVpcEndpoint" or "ModifyVpcEndpoint"
                or "CreateClientVpnEndpoint":
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
        var groupIds = GroupIds([call.Request, .. call.Response.Field("securityGroupRuleSet").List()]);
        var rules = groupIds.Count > 1 ? null : AuthorizedRules.Read(call, isEgress);
        return Hints(call, groupIds, ChangeKind.Authorize, rules);
    }

    // An edit of a description comes as a Modify too; what the rule admitted before isn't in the event.
    private static ImmutableArray<Hint> Modify(CallParameters call)
    {
        var items = call.Request.Field("securityGroupRule").List().ToList();
        ImmutableArray<NamedRule> rules =
        [
            .. items.Where(static item => item.Field("securityGroupRuleId").RuleId() is not null)
                .Select(static item => new NamedRule(
                    item.Field("securityGroupRuleId").RuleId(),
                    RuleElements.Content(item.Field("securityGroupRule"), isEgress: null))),
        ];
        var isWhole = items.Count > 0 && rules.Length == items.Count && !call.IsCut;
        return Hints(call, GroupIds([call.Request]), ChangeKind.Modify, isWhole ? rules : null);
    }

    private static ImmutableArray<Hint> Revoke(CallParameters call)
    {
        var revoked = call.Response.Field("revokedSecurityGroupRuleSet");
        var ids = call.Request.Field("securityGroupRuleIds").List().Concat(revoked.List())
            .Select(static item => item.Field("securityGroupRuleId").RuleId() ?? item.RuleId()).OfType<string>();
        return [.. OneGroup(call, revoked).Select(hint => hint with { RevokedRuleIds = [.. ids.Distinct()] })];
    }

    /// <summary>A change that adds no rule. The request or <paramref name="response"/> names the group.</summary>
    private static ImmutableArray<Hint> OneGroup(CallParameters call, JsonElement response) =>
        Hints(call, GroupIds([call.Request, .. response.List()]), ChangeKind.Other, []);

    private static ImmutableArray<Hint> DefaultGroup(CallParameters call) => call.Response.Field("vpc").Field("vpcId").VpcId() is { } vpcId
        ? [new(new Target.NamedGroup("default", vpcId)) { MakesGroup = true }]
        : EveryGroup;

    private static ImmutableArray<Hint> TaggedGroups(CallParameters call)
    {
        var resources = call.Request.Field("resourcesSet").List().Select(item => item.Field("resourceId"))
            .Concat(call.Request.Field("resourceId").List()).ToList();
        return call.IsCut || resources.Count == 0 || resources.Any(resource => resource.Text() is null)
            ? EveryGroup
            : Bounded(resources.Select(resource => resource.GroupId()!).Where(id => id is not null), ChangeKind.Other);
    }

    /// <summary>The groups that are attached. If a call always attaches one but names none, it was cut off, so it means every
    /// group.</summary>
    private static ImmutableArray<Hint> AttachedTo(CallParameters call, bool isAlways)
    {
        var hints = Bounded(AttachedGroups.Read(call), ChangeKind.Attachment);
        return hints.IsEmpty && (isAlways || call.IsCut) ? EveryGroup : hints;
    }

    private static List<string> GroupIds(IEnumerable<JsonElement> elements) =>
        [.. elements.Select(element => element.Field("groupId").GroupId()!).Where(id => id is not null).Distinct()];

    // By id, or else by name. If the group isn't named at all, every group is inspected, and only ids of rules say which rules are new.
    private static ImmutableArray<Hint> Hints(
        CallParameters call, List<string> groupIds, ChangeKind kind, ImmutableArray<NamedRule>? rules)
    {
        var change = new Hint(new Target.EveryGroup(), rules is null ? ChangeKind.Unreadable : kind) { Rules = rules ?? [] };
        if (groupIds.Count > MaxGroups)
        {
            return EveryGroup;
        }
        if (groupIds.Count > 0)
        {
            return [.. groupIds.Select(id => change with { Target = new Target.Group(id) })];
        }
        if (call.Request.Field("groupName").GroupName() is { } name)
        {
            return [change with { Target = new Target.NamedGroup(name, call.Request.Field("vpcId").VpcId()) }];
        }
        ImmutableArray<NamedRule> known = [.. change.Rules.Where(rule => rule.SecurityGroupRuleId is not null)];
        return known.IsEmpty ? EveryGroup : [change with { Rules = known }];
    }

    private static ImmutableArray<Hint> Bounded(IEnumerable<string> groupIds, ChangeKind kind)
    {
        ImmutableArray<Hint> hints = [.. groupIds.Distinct().Take(MaxGroups + 1).Select(id => new Hint(new Target.Group(id), kind))];
        return hints.Length > MaxGroups ? EveryGroup : hints;
    }
}
