using System.Text.Json;
using SgWatch.EndToEnd.Tools;
using SgWatch.Lab;
using SgWatch.Lab.Tests;

namespace SgWatch.EndToEnd.Lab;

/// <summary>The lab with moto's server in its place for EC2.</summary>
[Collection(UsesMoto.Name)]
public sealed class UpstreamTests(MotoFixture moto) : IAsyncLifetime
{
    private const string MotoAccount = "123456789012";

    private readonly List<JsonElement> _events = [];
    private LabHost _lab = null!;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await moto.Server.ResetAsync();
        _lab = await LabHost.StartAsync(new LabOptions { Upstream = moto.Server.Url, AccountId = MotoAccount });
        _lab.Events.Subscribe(null, (message, _) =>
        {
            _events.Add(JsonDocument.Parse(message).RootElement);
            return Task.CompletedTask;
        });
    }

    public ValueTask DisposeAsync() => _lab.DisposeAsync();

    [Fact]
    public async Task The_cli_changes_moto_and_each_change_is_an_event_with_motos_ids()
    {
        var aws = new AwsCli(_lab.Url);
        var group = (await aws.JsonAsync("ec2", "create-security-group", "--group-name", "web", "--description", "web")).GetProperty("GroupId").GetString()!;
        var added = await aws.JsonAsync("ec2", "authorize-security-group-ingress", "--group-id", group, "--protocol", "tcp", "--port", "22", "--cidr", "0.0.0.0/0");
        var rule = added.GetProperty("SecurityGroupRules")[0].GetProperty("SecurityGroupRuleId").GetString()!;
        var refused = await aws.RunAsync("ec2", "authorize-security-group-ingress", "--group-id", group, "--protocol", "tcp", "--port", "22", "--cidr", "0.0.0.0/0");
        Assert.Contains("InvalidPermission.Duplicate", refused.Error, StringComparison.Ordinal);
        var onMoto = await new AwsCli(moto.Server.Url).JsonAsync("ec2", "describe-security-group-rules", "--security-group-rule-ids", rule);
        Assert.Equal(group, onMoto.GetProperty("SecurityGroupRules")[0].GetProperty("GroupId").GetString());

        await _lab.Events.WhenIdleAsync(Cancelled);
        var details = _events.Select(message => message.GetProperty("detail")).ToList();
        Assert.Equal(["CreateSecurityGroup", "AuthorizeSecurityGroupIngress", "AuthorizeSecurityGroupIngress"], details.Select(detail => detail.GetProperty("eventName").GetString()));
        Assert.Equal(group, details[0].GetProperty("responseElements").GetProperty("groupId").GetString());
        var item = details[1].GetProperty("responseElements").GetProperty("securityGroupRuleSet").GetProperty("items")[0];
        Assert.Equal((rule, "0.0.0.0/0", 22), (item.GetProperty("securityGroupRuleId").GetString(), item.GetProperty("cidrIpv4").GetString(), item.GetProperty("fromPort").GetInt32()));
        Assert.Equal("Client.InvalidPermission.Duplicate", details[2].GetProperty("errorCode").GetString());
        Assert.Equal(MotoAccount, details[1].GetProperty("recipientAccountId").GetString());
        Assert.Empty(_lab.Account.Groups("us-east-1").Where(g => g.GroupName == "web"));
    }

    [Fact]
    public async Task Identity_and_messages_stay_the_labs()
    {
        using var client = new LabClient(_lab.Url);
        Assert.Equal($"arn:aws:iam::{MotoAccount}:user/lab", (await client.StsAsync("GetCallerIdentity")).Text("Arn"));
        var topic = (await client.SnsAsync("CreateTopic", "Name=alerts")).Text("TopicArn");
        await client.SnsAsync("Subscribe", $"TopicArn={topic}&Protocol=email&Endpoint=ops@example.com");
        await client.SnsAsync("Publish", $"TopicArn={topic}&Message=m");
        Assert.Single(_lab.Mailbox.Messages);
    }

    [Fact]
    public async Task An_upstream_that_is_not_there_is_told()
    {
        await using var lab = await LabHost.StartAsync(new LabOptions { Upstream = new Uri($"http://127.0.0.1:{Tool.FreePort()}") }, Cancelled);
        using var client = new LabClient(lab.Url);
        var reply = await client.Ec2Async("DescribeSecurityGroups");
        Assert.Equal((503, "Unavailable"), (reply.Status, reply.Code));
    }
}
