using System.Text.Json;

namespace SgWatch.EndToEnd.Tools;

/// <summary>The AWS CLI's commands for security groups that many tests use.</summary>
internal static class GroupCommands
{
    /// <summary>Makes a group in the default VPC.</summary>
    /// <returns>Its id.</returns>
    public static async Task<string> CreateGroupAsync(this AwsCli aws, string name, string? description = null)
    {
        var group = await aws.JsonAsync("ec2", "create-security-group", "--group-name", name, "--description", description ?? name);
        return group.Text("GroupId");
    }

    /// <summary>Adds an ingress rule for one TCP port and one CIDR range.</summary>
    /// <returns>The rule's id.</returns>
    public static async Task<string> AuthorizeAsync(this AwsCli aws, string groupId, string port, string cidr)
    {
        var added = await aws.JsonAsync(
            "ec2", "authorize-security-group-ingress", "--group-id", groupId, "--protocol", "tcp", "--port", port, "--cidr", cidr);
        return added.GetProperty("SecurityGroupRules")[0].Text("SecurityGroupRuleId");
    }

    /// <summary>Makes a group in the default VPC and opens a TCP port of it to the world.</summary>
    public static async Task<(string GroupId, string RuleId)> OpenGroupAsync(this AwsCli aws, string name, string port = "22")
    {
        var group = await aws.CreateGroupAsync(name);
        return (group, await aws.AuthorizeAsync(group, port, "0.0.0.0/0"));
    }

    /// <summary>A group's rules as EC2 describes them.</summary>
    public static async Task<IEnumerable<JsonElement>> RulesAsync(this AwsCli aws, string groupId)
    {
        var rules = await aws.JsonAsync("ec2", "describe-security-group-rules", "--filters", $"Name=group-id,Values={groupId}");
        return rules.GetProperty("SecurityGroupRules").EnumerateArray();
    }

    /// <summary><c>egress</c> or <c>ingress</c> for each of a group's rules, in this order.</summary>
    public static async Task<IEnumerable<string>> DirectionsAsync(this AwsCli aws, string groupId) =>
        (await aws.RulesAsync(groupId)).Select(Direction).Order(StringComparer.Ordinal);

    /// <summary><c>egress</c> or <c>ingress</c>.</summary>
    public static string Direction(JsonElement rule) => rule.GetProperty("IsEgress").GetBoolean() ? "egress" : "ingress";
}
