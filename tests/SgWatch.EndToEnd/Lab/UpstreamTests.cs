using System.Text.Json;
using SgWatch.EndToEnd.Tools;
using SgWatch.Lab;
using SgWatch.Lab.Tests;

namespace SgWatch.EndToEnd.Lab;

/// <summary>The lab with moto's server in its place for EC2.</summary>
[Collection(UsesMoto.Name)]
public sealed class UpstreamTests(MotoFixture moto) : IAsyncLifetime
{
    private readonly List<JsonElement> _events = [];
    private LabHost _lab = null!;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await moto.Server.ResetAsync();
        _lab = await LabHost.StartAsync(new LabOptions { Upstream = moto.Server.Url, AccountId = MotoServer.Account });
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
        var (group, rule) = await aws.OpenGroupAsync("web");
        var refused = await aws.RunAsync(
            "ec2", "authorize-security-group-ingress", "--group-id", group, "--protocol", "tcp", "--port", "22", "--cidr", "0.0.0.0/0");
        Assert.Contains("InvalidPermission.Duplicate", refused.Error, StringComparison.Ordinal);
        var onMoto = await new AwsCli(moto.Server.Url).JsonAsync("ec2", "describe-security-group-rules", "--security-group-rule-ids", rule);
        Assert.Equal(group, onMoto.GetProperty("SecurityGroupRules")[0].GetProperty("GroupId").GetString());

        await _lab.Events.WhenIdleAsync(Cancelled);
        var details = _events.Select(message => message.GetProperty("detail")).ToList();
        Assert.Equal(
            ["CreateSecurityGroup", "AuthorizeSecurityGroupIngress", "AuthorizeSecurityGroupIngress"],
            details.Select(detail => detail.Text("eventName")));
        Assert.Equal(group, details[0].Text("responseElements", "groupId"));
        var item = details[1].GetProperty("responseElements").GetProperty("securityGroupRuleSet").GetProperty("items")[0];
        Assert.Equal(
            (rule, "0.0.0.0/0", 22),
            (item.Text("securityGroupRuleId"), item.Text("cidrIpv4"), item.GetProperty("fromPort").GetInt32()));
        Assert.Equal("Client.InvalidPermission.Duplicate", details[2].Text("errorCode"));
        Assert.Equal(MotoServer.Account, details[1].Text("recipientAccountId"));
        Assert.Empty(_lab.Account.Groups("us-east-1").Where(g => g.GroupName == "web"));
    }

    [Fact]
    public async Task Identity_and_messages_come_from_the_lab()
    {
        using var client = new LabClient(_lab.Url);
        Assert.Equal($"arn:aws:iam::{MotoServer.Account}:user/lab", (await client.StsAsync("GetCallerIdentity")).Text("Arn"));
        var topic = (await client.SnsAsync("CreateTopic", "Name=alerts")).Text("TopicArn");
        await client.SnsAsync("Subscribe", $"TopicArn={topic}&Protocol=email&Endpoint=ops@example.com");
        await client.SnsAsync("Publish", $"TopicArn={topic}&Message=m");
        Assert.Single(_lab.Mailbox.Messages);
    }

    [Fact]
    public async Task An_upstream_that_does_not_answer_is_an_error()
    {
        var nobody = new Uri($"http://127.0.0.1:{Tool.FreePort()}");
        await using var lab = await LabHost.StartAsync(new LabOptions { Upstream = nobody }, Cancelled);
        using var client = new LabClient(lab.Url);
        var reply = await client.Ec2Async("DescribeSecurityGroups");
        Assert.Equal((503, "Unavailable"), (reply.Status, reply.Code));
    }
}
