using System.Text.Json;
using SgWatch.Changes;
using SgWatch.Text;

namespace SgWatch.Events;

/// <summary>Reads what AWS Config says about a security group.</summary>
/// <remarks>
/// Config says neither who changed the group nor the ids of its rules, and it reports changes of tags like changes of rules. So only the
/// rules that its diff adds count as new: those of the values after the change without those of the values before. If a diff of rules can't
/// be read, any rule may be new. Without a diff (a discovered group, an item that is too large) no rule is new. Otherwise a message about a
/// tag would act on old rules. The call itself comes by CloudTrail.
/// Source: AWS Config developer guide, example notifications; configurationItemDiff.
/// </remarks>
internal static class ConfigurationItemReader
{
    private const string SecurityGroup = "AWS::EC2::SecurityGroup";
    private const string IngressPath = "Configuration.IpPermissions.";
    private const string EgressPath = "Configuration.IpPermissionsEgress.";

    /// <summary>Reads a message's body, which has a <c>messageType</c>.</summary>
    /// <param name="body">The body.</param>
    /// <param name="carrier">The EventBridge event or rule call that carried it. <c>default</c> if there is none.</param>
    public static Trigger Read(JsonElement body, JsonElement carrier)
    {
        var messageType = body.Find("messageType").Text();
        return messageType switch
        {
            "ScheduledNotification" => Sweep(body, carrier),
            "ConfigurationItemChangeNotification" => ReadItem(body.Find("configurationItem"), body.Find("configurationItemDiff"), carrier),
            "OversizedConfigurationItemChangeNotification" => ReadItem(body.Find("configurationItemSummary"), default, carrier),
            _ => new Trigger.Ignored($"AWS Config's {SafeText.Quoted(messageType)}: says nothing about a group"),
        };
    }

    private static Trigger.Change Sweep(JsonElement body, JsonElement carrier) => new(
        new("Sweep")
        {
            Account = Account(carrier) ?? body.Find("awsAccountId").Account(),
            Region = carrier.Find("region").Region(),
            EventTime = CloudTrailRecordReader.ReadTime(body.Find("notificationCreationTime")),
        },
        [new(new Target.EveryGroup())]);

    private static Trigger ReadItem(JsonElement item, JsonElement diff, JsonElement carrier)
    {
        var type = item.Find("resourceType").Text();
        var resourceId = item.Find("resourceId");
        var groupId = resourceId.GroupId() ?? item.Find("configuration").Find("groupId").GroupId();
        if (type is not (null or SecurityGroup) || (type is null && groupId is null))
        {
            return new Trigger.Ignored($"AWS Config's item of a {SafeText.Quoted(type)}: not a security group");
        }
        if (item.Find("configurationItemStatus").Text() is "ResourceDeleted" or "ResourceDeletedNotRecorded")
        {
            return new Trigger.Ignored($"AWS Config's item of {SafeText.Quoted(resourceId.Text())}: the group is gone");
        }
        var origin = new Origin("ConfigurationItem")
        {
            EventTime = CloudTrailRecordReader.ReadTime(item.Find("configurationItemCaptureTime")),
            Account = Account(carrier) ?? item.Find("awsAccountId").Account(),
            Region = item.Find("awsRegion").Region() ?? carrier.Find("region").Region(),
        };
        return new Trigger.Change(origin, groupId is null
            ? [new(new Target.EveryGroup())]
            : [ReadDiff(new Target.Group(groupId), diff.Find("changedProperties"))]);
    }

    private static string? Account(JsonElement carrier) => carrier.Find("account").Account() ?? carrier.Find("accountId").Account();

    private static Hint ReadDiff(Target target, JsonElement properties)
    {
        if (properties.IsEmpty())
        {
            return new(target);
        }
        if (properties.ValueKind != JsonValueKind.Object)
        {
            return new(target, ChangeKind.Unreadable);
        }
        var (isIngressReadable, ingress) = Added(properties, IngressPath, isEgress: false);
        var (isEgressReadable, egress) = Added(properties, EgressPath, isEgress: true);
        return isIngressReadable && isEgressReadable
            ? new(target) { Rules = [.. ingress.Concat(egress).Select(content => new NamedRule(null, content))] }
            : new(target, ChangeKind.Unreadable);
    }

    // Config has all peers of one protocol and port range in one value, so a new peer changes the whole value
    private static (bool IsReadable, IEnumerable<RuleContent> Contents) Added(JsonElement properties, string path, bool isEgress)
    {
        var before = new PermissionReader(isEgress);
        var after = new PermissionReader(isEgress);
        foreach (var change in properties.EnumerateObject().Where(property => property.Name.StartsWith(path, StringComparison.Ordinal)))
        {
            ReadValue(before, change.Value.Find("previousValue"));
            ReadValue(after, change.Value.Find("updatedValue"));
            if (change.Value.ValueKind != JsonValueKind.Object)
            {
                return (false, []);
            }
        }
        var isReadable = after.IsReadable && !after.HasPermissionWithoutPeer && !after.HasPeerByName;
        return (isReadable, after.Contents.Except(before.Contents));
    }

    private static void ReadValue(PermissionReader reader, JsonElement value)
    {
        if (!value.IsEmpty())
        {
            reader.ReadPermission(value);
        }
    }
}
