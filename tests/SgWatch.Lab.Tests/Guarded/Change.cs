namespace SgWatch.Lab.Tests.Guarded;

/// <summary>One way in which what a group admits comes to break the policy.</summary>
/// <param name="Prepare">What was there before, permitted; it gives the group's id, or null if the change makes the group.</param>
/// <param name="Make">The change; it gives the group's id.</param>
/// <param name="Left">The ingress rules that are left when it is closed.</param>
internal sealed record Change(
    Func<LabGuard, Task<string?>> Prepare, Func<LabGuard, string?, Task<string>> Make, params string[] Left)
{
    private const string Web =
        "IpPermissions.1.IpProtocol=tcp&IpPermissions.1.FromPort=443&IpPermissions.1.ToPort=443&IpPermissions.1.IpRanges.1.CidrIp=";
    private const string Ssh = "IpPermissions.1.IpProtocol=tcp&IpPermissions.1.FromPort=22&IpPermissions.1.ToPort=22&";

    /// <summary>By name. The policy that they break: <see cref="TriggerTests.Policy"/>.</summary>
    public static IReadOnlyDictionary<string, Change> All { get; } = new Dictionary<string, Change>
    {
        ["a rule authorized"] = new(
            async lab => await lab.CreateGroupAsync("web", Web + "10.0.0.0/8"),
            async (lab, group) => await CallAsync(lab, group!, "AuthorizeSecurityGroupIngress",
                $"GroupId={group}&{Ssh}IpPermissions.1.Ipv6Ranges.1.CidrIpv6=::/0"),
            "ingress tcp/443 from 10.0.0.0/8"),
        ["a rule authorized by the group's name"] = new(
            async lab => await lab.CreateGroupAsync("web", Web + "10.0.0.0/8"),
            async (lab, group) => await CallAsync(lab, group!, "AuthorizeSecurityGroupIngress",
                $"GroupName=web&{Ssh}IpPermissions.1.IpRanges.1.CidrIp=0.0.0.0/0"),
            "ingress tcp/443 from 10.0.0.0/8"),
        ["a rule modified"] = new(
            async lab => await lab.CreateGroupAsync("web", Web + "10.0.0.0/8"),
            async (lab, group) =>
            {
                var rules = (await lab.Client.Ec2Async("DescribeSecurityGroupRules", $"Filter.1.Name=group-id&Filter.1.Value.1={group}"))
                    .Items("securityGroupRuleSet");
                var rule = rules.Single(item => item.Text("isEgress") == "false").Text("securityGroupRuleId")!;
                return await CallAsync(lab, group!, "ModifySecurityGroupRules",
                    $"GroupId={group}&SecurityGroupRule.1.SecurityGroupRuleId={rule}&SecurityGroupRule.1.SecurityGroupRule.IpProtocol=tcp"
                        + "&SecurityGroupRule.1.SecurityGroupRule.FromPort=443&SecurityGroupRule.1.SecurityGroupRule.ToPort=443"
                        + "&SecurityGroupRule.1.SecurityGroupRule.CidrIpv4=0.0.0.0/0");
            }),
        ["a VPC created"] = new(
            _ => Task.FromResult<string?>(null),
            async (lab, _) => lab.DefaultGroupOf(await lab.Client.Ec2TextAsync("vpcId", "CreateVpc", "CidrBlock=10.9.0.0/16"))),
        ["a default VPC created"] = new(
            async lab =>
            {
                var vpc = await lab.Client.Ec2TextAsync("vpcId", "DescribeVpcs");
                await lab.Client.Ec2TextAsync("return", "DeleteVpc", $"VpcId={vpc}");
                return null;
            },
            async (lab, _) => lab.DefaultGroupOf(await lab.Client.Ec2TextAsync("vpcId", "CreateDefaultVpc"))),
        ["a prefix list made wider"] = new(
            async lab => await lab.CreateGroupAsync("web",
                $"{Ssh}IpPermissions.1.PrefixListIds.1.PrefixListId={await ListAsync(lab, "203.0.113.0/24")}"),
            async (lab, group) => await CallAsync(lab, group!, "ModifyManagedPrefixList",
                $"PrefixListId={await UsedAsync(lab)}&CurrentVersion=1&AddEntry.1.Cidr=0.0.0.0/0")),
        ["a prefix list restored to a wide version"] = new(
            async lab =>
            {
                var list = await ListAsync(lab, "0.0.0.0/0");
                await lab.Client.Ec2TextAsync("version", "ModifyManagedPrefixList",
                    $"PrefixListId={list}&CurrentVersion=1&RemoveEntry.1.Cidr=0.0.0.0/0");
                return await lab.CreateGroupAsync("web", $"{Ssh}IpPermissions.1.PrefixListIds.1.PrefixListId={list}");
            },
            async (lab, group) => await CallAsync(lab, group!, "RestoreManagedPrefixListVersion",
                $"PrefixListId={await UsedAsync(lab)}&PreviousVersion=1&CurrentVersion=2")),
        ["a tag taken away that exempted the group"] = new(
            async lab => await lab.CreateGroupAsync("web", Web + "0.0.0.0/0",
                "TagSpecification.1.ResourceType=security-group&TagSpecification.1.Tag.1.Key=tier&TagSpecification.1.Tag.1.Value=edge"),
            async (lab, group) => await CallAsync(lab, group!, "DeleteTags", $"ResourceId.1={group}&Tag.1.Key=tier")),
        ["a tag given that puts the group under a guardrail"] = new(
            async lab => await lab.CreateGroupAsync("web", Web + "10.0.0.0/8"),
            async (lab, group) => await CallAsync(lab, group!, "CreateTags", $"ResourceId.1={group}&Tag.1.Key=pinned&Tag.1.Value=yes")),
    };

    private static async Task<string> CallAsync(LabGuard lab, string group, string action, string parameters)
    {
        var reply = await lab.Client.Ec2Async(action, parameters);
        Assert.True(reply.Status == 200, reply.Xml.ToString());
        return group;
    }

    private static Task<string> ListAsync(LabGuard lab, string cidr) =>
        lab.Client.Ec2TextAsync("prefixListId", "CreateManagedPrefixList",
            $"PrefixListName=office&AddressFamily=IPv4&MaxEntries=5&Entry.1.Cidr={cidr}");

    private static Task<string> UsedAsync(LabGuard lab) => lab.Client.Ec2TextAsync("prefixListId", "DescribeManagedPrefixLists");
}
