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
                _events.Add(JsonDocument.Parse(message).RootElement.Text("detail", "eventName"));
                return Task.CompletedTask;
            },
        });
        _aws = new(_lab.Url);
    }

    public ValueTask DisposeAsync() => _lab.DisposeAsync();

    [Fact]
    public async Task Groups_and_rules_are_made_listed_changed_and_removed()
    {
        var vpc = (await Ec2Async("create-vpc", "--cidr-block", "10.0.0.0/16", "--amazon-provided-ipv6-cidr-block")).Text("Vpc", "VpcId");
        var group = (await Ec2Async("create-security-group", "--group-name", "web", "--description", "web servers", "--vpc-id", vpc,
            "--tag-specifications", "ResourceType=security-group,Tags=[{Key=tier,Value=edge}]")).Text("GroupId");
        var ssh = await _aws.AuthorizeAsync(group, "22", "0.0.0.0/0");
        await Ec2Async("authorize-security-group-ingress", "--group-id", group, "--ip-permissions", """
            [{"IpProtocol":"tcp","FromPort":443,"ToPort":443,
              "IpRanges":[{"CidrIp":"10.1.2.3/8","Description":"office"}],"Ipv6Ranges":[{"CidrIpv6":"2001:DB8::/32"}]}]
            """);
        string[] dns = ["--protocol", "udp", "--port", "53", "--cidr", "10.0.0.2/32"];
        await Ec2Async(["authorize-security-group-egress", "--group-id", group, .. dns]);
        await Ec2Async("modify-security-group-rules", "--group-id", group, "--security-group-rules",
            $$$"""
            [{"SecurityGroupRuleId":"{{{ssh}}}","SecurityGroupRule":{"IpProtocol":"-1","CidrIpv4":"0.0.0.0/0","Description":"wide"}}]
            """);
        Assert.Equal(
            [
                "egress any to 0.0.0.0/0",
                "egress any to ::/0",
                "egress udp/53 to 10.0.0.2/32",
                "ingress any from 0.0.0.0/0",
                "ingress tcp/443 from 10.0.0.0/8",
                "ingress tcp/443 from 2001:db8::/32",
            ],
            Rules(group));

        var listed = await Ec2Async("describe-security-group-rules", "--filters", $"Name=group-id,Values={group}", "--page-size", "5");
        Assert.Equal(6, listed.GetProperty("SecurityGroupRules").GetArrayLength());
        var described = await Ec2Async(
            "describe-security-groups", "--filters", "Name=tag:tier,Values=ed*", "Name=ip-permission.cidr,Values=0.0.0.0/0");
        Assert.Equal(group, described.GetProperty("SecurityGroups")[0].Text("GroupId"));

        string[] revoke = ["revoke-security-group-ingress", "--group-id", group];
        string[] office = ["--protocol", "tcp", "--port", "443", "--cidr", "10.0.0.0/8"];
        await Ec2Async([.. revoke, "--security-group-rule-ids", ssh]);
        await Ec2Async([.. revoke, .. office]);
        await Ec2Async("update-security-group-rule-descriptions-ingress", "--group-id", group, "--ip-permissions",
            """[{"IpProtocol":"tcp","FromPort":443,"ToPort":443,"Ipv6Ranges":[{"CidrIpv6":"2001:db8::/32","Description":"v6"}]}]""");
        await AssertRefusedAsync("InvalidPermission.NotFound", [.. revoke, .. office]);
        await AssertRefusedAsync("InvalidSecurityGroupRuleId.NotFound", [.. revoke, "--security-group-rule-ids", ssh]);
        await AssertRefusedAsync("DryRunOperation", "delete-security-group", "--group-id", group, "--dry-run");
        await AssertRefusedAsync("DependencyViolation", "delete-vpc", "--vpc-id", vpc);
        await Ec2Async("delete-security-group", "--group-id", group);
        await Ec2Async("delete-vpc", "--vpc-id", vpc);

        await _lab.Events.WhenIdleAsync(TestContext.Current.CancellationToken);
        Assert.Equal(
            [
                "CreateVpc",
                "CreateSecurityGroup",
                "AuthorizeSecurityGroupIngress",
                "AuthorizeSecurityGroupIngress",
                "AuthorizeSecurityGroupEgress",
                "ModifySecurityGroupRules",
                "RevokeSecurityGroupIngress",
                "RevokeSecurityGroupIngress",
                "UpdateSecurityGroupRuleDescriptionsIngress",
            ],
            _events);
    }

    [Fact]
    public async Task A_name_is_enough_in_the_default_vpc()
    {
        string[] half = ["--protocol", "tcp", "--port", "0-65535", "--cidr", "0.0.0.0/1"];
        await Ec2Async(["authorize-security-group-ingress", "--group-name", "default", .. half]);
        var revoked = await Ec2Async("revoke-security-group-ingress", "--group-name", "default", "--ip-permissions",
            """[{"IpProtocol":"tcp","FromPort":0,"ToPort":65535,"IpRanges":[{"CidrIp":"0.0.0.0/1"},{"CidrIp":"128.0.0.0/1"}]}]""");
        Assert.Equal("128.0.0.0/1", revoked.GetProperty("UnknownIpPermissions")[0].GetProperty("IpRanges")[0].Text("CidrIp"));
        Assert.Equal("0.0.0.0/1", revoked.GetProperty("RevokedSecurityGroupRules")[0].Text("CidrIpv4"));
        await AssertRefusedAsync("CannotDelete", "delete-security-group", "--group-name", "default");
        await AssertRefusedAsync("DefaultVpcAlreadyExists", "create-default-vpc");
        Assert.Equal(1, (await Ec2Async("describe-vpcs")).GetProperty("Vpcs").GetArrayLength());
    }

    [Fact]
    public async Task Prefix_lists_and_tags()
    {
        var created = await Ec2Async(
            "create-managed-prefix-list", "--prefix-list-name", "office", "--address-family", "IPv4", "--max-entries", "5",
            "--entries", "Cidr=203.0.113.0/24,Description=office");
        var list = created.Text("PrefixList", "PrefixListId");
        string[] modify = ["modify-managed-prefix-list", "--prefix-list-id", list, "--current-version", "1"];
        var modified = await Ec2Async([.. modify, "--add-entries", "Cidr=0.0.0.0/0"]);
        Assert.Equal(2, modified.GetProperty("PrefixList").GetProperty("Version").GetInt32());
        await AssertRefusedAsync("PrefixListVersionMismatch", [.. modify, "--remove-entries", "Cidr=0.0.0.0/0"]);
        string[] entries = ["get-managed-prefix-list-entries", "--prefix-list-id", list];
        Assert.Equal(2, (await Ec2Async(entries)).GetProperty("Entries").GetArrayLength());
        Assert.Equal(1, (await Ec2Async([.. entries, "--target-version", "1"])).GetProperty("Entries").GetArrayLength());
        await Ec2Async(
            "restore-managed-prefix-list-version", "--prefix-list-id", list, "--previous-version", "1", "--current-version", "2");
        await Ec2Async("create-tags", "--resources", list, "--tags", "Key=a,Value=b");
        var described = (await Ec2Async("describe-managed-prefix-lists")).GetProperty("PrefixLists")[0];
        Assert.Equal("b", described.GetProperty("Tags")[0].Text("Value"));
        await Ec2Async("authorize-security-group-ingress", "--group-name", "default", "--ip-permissions",
            $$"""[{"IpProtocol":"-1","PrefixListIds":[{"PrefixListId":"{{list}}"}]}]""");
        var associations = await Ec2Async("get-managed-prefix-list-associations", "--prefix-list-id", list);
        Assert.Equal(1, associations.GetProperty("PrefixListAssociations").GetArrayLength());
        await AssertRefusedAsync("DependencyViolation", "delete-managed-prefix-list", "--prefix-list-id", list);
        await Ec2Async("delete-tags", "--resources", list, "--tags", "Key=a");
        Assert.Equal(0, (await Ec2Async("describe-tags")).GetProperty("Tags").GetArrayLength());
    }

    [Fact]
    public async Task Identity_and_messages()
    {
        Assert.Equal("arn:aws:iam::111122223333:user/lab", (await _aws.JsonAsync("sts", "get-caller-identity")).Text("Arn"));
        var assumed = await _aws.JsonAsync(
            "sts", "assume-role", "--role-arn", "arn:aws:iam::111122223333:role/r", "--role-session-name", "me");
        Assert.StartsWith("ASIA", assumed.Text("Credentials", "AccessKeyId"), StringComparison.Ordinal);
        var topic = (await _aws.JsonAsync("sns", "create-topic", "--name", "alerts")).Text("TopicArn");
        await _aws.JsonAsync("sns", "subscribe", "--topic-arn", topic, "--protocol", "email", "--notification-endpoint", "ops@example.com");
        var subscriptions = await _aws.JsonAsync("sns", "list-subscriptions-by-topic", "--topic-arn", topic);
        Assert.Equal(1, subscriptions.GetProperty("Subscriptions").GetArrayLength());
        await _aws.JsonAsync("sns", "publish", "--topic-arn", topic, "--subject", "Closed",
            "--message-structure", "json", "--message", """{"default":"d","email":"zwei\nZeilen – grün"}""");
        var mail = Assert.Single(_lab.Mailbox.Messages);
        Assert.Equal(("ops@example.com", "Closed", "zwei\nZeilen – grün"), (mail.Endpoint, mail.Subject, mail.Body));
    }

    private Task<JsonElement> Ec2Async(params string[] arguments) => _aws.JsonAsync(["ec2", .. arguments]);

    private async Task AssertRefusedAsync(string code, params string[] arguments)
    {
        var result = await _aws.RunAsync(["ec2", .. arguments]);
        Assert.NotEqual(0, result.ExitCode);
        Assert.Contains($"({code})", result.Error, StringComparison.Ordinal);
    }

    private IReadOnlyList<string> Rules(string groupId) =>
        [.. _lab.Account.Groups("us-east-1").Single(group => group.GroupId == groupId).Rules
            .Select(rule => rule.ToString()).Order(StringComparer.Ordinal)];
}
