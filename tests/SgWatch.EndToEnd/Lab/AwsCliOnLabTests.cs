using System.Text.Json;
using SgWatch.EndToEnd.Tools;
using SgWatch.Lab;

namespace SgWatch.EndToEnd.Lab;

/// <summary>The real AWS CLI does on the lab what an engineer, an attacker and the guard do on AWS.</summary>
public sealed class AwsCliOnLabTests : IAsyncLifetime
{
    private readonly List<string> _events = [];
    private LabHost _lab = null!;
    private AwsCli _aws = null!;

    public async ValueTask InitializeAsync()
    {
        _lab = await LabHost.StartAsync(new LabOptions
        {
            OnEvent = (message, _) =>
            {
                _events.Add(JsonDocument.Parse(message).RootElement.GetProperty("detail").GetProperty("eventName").GetString()!);
                return Task.CompletedTask;
            },
        });
        _aws = new(_lab.Url);
    }

    public ValueTask DisposeAsync() => _lab.DisposeAsync();

    [Fact]
    public async Task Groups_and_rules_are_made_listed_changed_and_removed()
    {
        var vpc = Text(await _aws.JsonAsync("ec2", "create-vpc", "--cidr-block", "10.0.0.0/16", "--amazon-provided-ipv6-cidr-block"), "Vpc", "VpcId");
        var group = Text(await _aws.JsonAsync("ec2", "create-security-group", "--group-name", "web", "--description", "web servers", "--vpc-id", vpc,
            "--tag-specifications", "ResourceType=security-group,Tags=[{Key=tier,Value=edge}]"), "GroupId");
        var shortForm = await _aws.JsonAsync("ec2", "authorize-security-group-ingress", "--group-id", group, "--protocol", "tcp", "--port", "22", "--cidr", "0.0.0.0/0");
        var ssh = shortForm.GetProperty("SecurityGroupRules")[0].GetProperty("SecurityGroupRuleId").GetString()!;
        await _aws.JsonAsync("ec2", "authorize-security-group-ingress", "--group-id", group, "--ip-permissions",
            """[{"IpProtocol":"tcp","FromPort":443,"ToPort":443,"IpRanges":[{"CidrIp":"10.1.2.3/8","Description":"office"}],"Ipv6Ranges":[{"CidrIpv6":"2001:DB8::/32"}]}]""");
        await _aws.JsonAsync("ec2", "authorize-security-group-egress", "--group-id", group, "--protocol", "udp", "--port", "53", "--cidr", "10.0.0.2/32");
        await _aws.JsonAsync("ec2", "modify-security-group-rules", "--group-id", group, "--security-group-rules",
            $$"""[{"SecurityGroupRuleId":"{{ssh}}","SecurityGroupRule":{"IpProtocol":"-1","CidrIpv4":"0.0.0.0/0","Description":"wide"} }]""");
        Assert.Equal(
            ["egress any to 0.0.0.0/0", "egress any to ::/0", "egress udp/53 to 10.0.0.2/32", "ingress any from 0.0.0.0/0", "ingress tcp/443 from 10.0.0.0/8", "ingress tcp/443 from 2001:db8::/32"],
            Rules(group));

        var listed = await _aws.JsonAsync("ec2", "describe-security-group-rules", "--filters", $"Name=group-id,Values={group}", "--page-size", "5");
        Assert.Equal(6, listed.GetProperty("SecurityGroupRules").GetArrayLength());
        var described = await _aws.JsonAsync("ec2", "describe-security-groups", "--filters", "Name=tag:tier,Values=ed*", "Name=ip-permission.cidr,Values=0.0.0.0/0");
        Assert.Equal(group, described.GetProperty("SecurityGroups")[0].GetProperty("GroupId").GetString());

        await _aws.JsonAsync("ec2", "revoke-security-group-ingress", "--group-id", group, "--security-group-rule-ids", ssh);
        await _aws.JsonAsync("ec2", "revoke-security-group-ingress", "--group-id", group, "--protocol", "tcp", "--port", "443", "--cidr", "10.0.0.0/8");
        await _aws.JsonAsync("ec2", "update-security-group-rule-descriptions-ingress", "--group-id", group, "--ip-permissions",
            """[{"IpProtocol":"tcp","FromPort":443,"ToPort":443,"Ipv6Ranges":[{"CidrIpv6":"2001:db8::/32","Description":"v6"}]}]""");
        await AssertRefusedAsync("InvalidPermission.NotFound", "revoke-security-group-ingress", "--group-id", group, "--protocol", "tcp", "--port", "443", "--cidr", "10.0.0.0/8");
        await AssertRefusedAsync("InvalidSecurityGroupRuleId.NotFound", "revoke-security-group-ingress", "--group-id", group, "--security-group-rule-ids", ssh);
        await AssertRefusedAsync("DryRunOperation", "delete-security-group", "--group-id", group, "--dry-run");
        await AssertRefusedAsync("DependencyViolation", "delete-vpc", "--vpc-id", vpc);
        await _aws.JsonAsync("ec2", "delete-security-group", "--group-id", group);
        await _aws.JsonAsync("ec2", "delete-vpc", "--vpc-id", vpc);

        await _lab.Events.WhenIdleAsync(TestContext.Current.CancellationToken);
        Assert.Equal(
            ["CreateVpc", "CreateSecurityGroup", "AuthorizeSecurityGroupIngress", "AuthorizeSecurityGroupIngress", "AuthorizeSecurityGroupEgress", "ModifySecurityGroupRules", "RevokeSecurityGroupIngress", "RevokeSecurityGroupIngress", "UpdateSecurityGroupRuleDescriptionsIngress"],
            _events);
    }

    [Fact]
    public async Task A_name_is_enough_in_the_default_vpc()
    {
        await _aws.JsonAsync("ec2", "authorize-security-group-ingress", "--group-name", "default", "--protocol", "tcp", "--port", "0-65535", "--cidr", "0.0.0.0/1");
        var revoked = await _aws.JsonAsync("ec2", "revoke-security-group-ingress", "--group-name", "default", "--ip-permissions",
            """[{"IpProtocol":"tcp","FromPort":0,"ToPort":65535,"IpRanges":[{"CidrIp":"0.0.0.0/1"},{"CidrIp":"128.0.0.0/1"}]}]""");
        Assert.Equal("128.0.0.0/1", revoked.GetProperty("UnknownIpPermissions")[0].GetProperty("IpRanges")[0].GetProperty("CidrIp").GetString());
        Assert.Equal("0.0.0.0/1", revoked.GetProperty("RevokedSecurityGroupRules")[0].GetProperty("CidrIpv4").GetString());
        await AssertRefusedAsync("CannotDelete", "delete-security-group", "--group-name", "default");
        await AssertRefusedAsync("DefaultVpcAlreadyExists", "create-default-vpc");
        Assert.Equal(1, (await _aws.JsonAsync("ec2", "describe-vpcs")).GetProperty("Vpcs").GetArrayLength());
    }

    [Fact]
    public async Task Prefix_lists_and_tags()
    {
        var list = Text(await _aws.JsonAsync("ec2", "create-managed-prefix-list", "--prefix-list-name", "office", "--address-family", "IPv4", "--max-entries", "5",
            "--entries", "Cidr=203.0.113.0/24,Description=office"), "PrefixList", "PrefixListId");
        var modified = await _aws.JsonAsync("ec2", "modify-managed-prefix-list", "--prefix-list-id", list, "--current-version", "1", "--add-entries", "Cidr=0.0.0.0/0");
        Assert.Equal(2, modified.GetProperty("PrefixList").GetProperty("Version").GetInt32());
        await AssertRefusedAsync("PrefixListVersionMismatch", "modify-managed-prefix-list", "--prefix-list-id", list, "--current-version", "1", "--remove-entries", "Cidr=0.0.0.0/0");
        Assert.Equal(2, (await _aws.JsonAsync("ec2", "get-managed-prefix-list-entries", "--prefix-list-id", list)).GetProperty("Entries").GetArrayLength());
        Assert.Equal(1, (await _aws.JsonAsync("ec2", "get-managed-prefix-list-entries", "--prefix-list-id", list, "--target-version", "1")).GetProperty("Entries").GetArrayLength());
        await _aws.JsonAsync("ec2", "restore-managed-prefix-list-version", "--prefix-list-id", list, "--previous-version", "1", "--current-version", "2");
        await _aws.JsonAsync("ec2", "create-tags", "--resources", list, "--tags", "Key=a,Value=b");
        Assert.Equal("b", (await _aws.JsonAsync("ec2", "describe-managed-prefix-lists")).GetProperty("PrefixLists")[0].GetProperty("Tags")[0].GetProperty("Value").GetString());
        await _aws.JsonAsync("ec2", "authorize-security-group-ingress", "--group-name", "default", "--ip-permissions", $$"""[{"IpProtocol":"-1","PrefixListIds":[{"PrefixListId":"{{list}}"}]}]""");
        Assert.Equal(1, (await _aws.JsonAsync("ec2", "get-managed-prefix-list-associations", "--prefix-list-id", list)).GetProperty("PrefixListAssociations").GetArrayLength());
        await AssertRefusedAsync("DependencyViolation", "delete-managed-prefix-list", "--prefix-list-id", list);
        await _aws.JsonAsync("ec2", "delete-tags", "--resources", list, "--tags", "Key=a");
        Assert.Equal(0, (await _aws.JsonAsync("ec2", "describe-tags")).GetProperty("Tags").GetArrayLength());
    }

    [Fact]
    public async Task Identity_and_messages()
    {
        Assert.Equal("arn:aws:iam::111122223333:user/lab", Text(await _aws.JsonAsync("sts", "get-caller-identity"), "Arn"));
        Assert.StartsWith("ASIA", Text(await _aws.JsonAsync("sts", "assume-role", "--role-arn", "arn:aws:iam::111122223333:role/r", "--role-session-name", "me"), "Credentials", "AccessKeyId"), StringComparison.Ordinal);
        var topic = Text(await _aws.JsonAsync("sns", "create-topic", "--name", "alerts"), "TopicArn");
        await _aws.JsonAsync("sns", "subscribe", "--topic-arn", topic, "--protocol", "email", "--notification-endpoint", "ops@example.com");
        Assert.Equal(1, (await _aws.JsonAsync("sns", "list-subscriptions-by-topic", "--topic-arn", topic)).GetProperty("Subscriptions").GetArrayLength());
        await _aws.JsonAsync("sns", "publish", "--topic-arn", topic, "--subject", "Closed", "--message-structure", "json", "--message", """{"default":"d","email":"zwei\nZeilen – grün"}""");
        var mail = Assert.Single(_lab.Mailbox.Messages);
        Assert.Equal(("ops@example.com", "Closed", "zwei\nZeilen – grün"), (mail.Endpoint, mail.Subject, mail.Body));
    }

    private async Task AssertRefusedAsync(string code, params string[] arguments)
    {
        var result = await _aws.RunAsync(["ec2", .. arguments]);
        Assert.NotEqual(0, result.ExitCode);
        Assert.Contains($"({code})", result.Error, StringComparison.Ordinal);
    }

    private IReadOnlyList<string> Rules(string groupId) =>
        [.. _lab.Account.Groups("us-east-1").Single(group => group.GroupId == groupId).Rules.Select(rule => rule.ToString()).Order(StringComparer.Ordinal)];

    private static string Text(JsonElement json, params string[] path) => path.Aggregate(json, (element, name) => element.GetProperty(name)).GetString()!;
}
