using SgWatch.Aws.CloudTrail;
using SgWatch.Aws.Connections;
using SgWatch.Calls;
using SgWatch.Changes;
using SgWatch.EndToEnd.Tools;
using SgWatch.Lab;
using SgWatch.Lab.Events;
using SgWatch.Rules;

namespace SgWatch.EndToEnd.Lab;

/// <summary>The guard asks the lab's CloudTrail who made a rule, which the real AWS CLI made.</summary>
public sealed class CallHistoryOnLabTests : IAsyncLifetime
{
    private LabHost _lab = null!;
    private AwsCli _aws = null!;
    private AwsConnection _connection = null!;
    private CloudTrailCallHistory _calls = null!; // one, because it keeps to CloudTrail's limit

    public async ValueTask InitializeAsync()
    {
        _lab = await LabHost.StartAsync(new LabOptions());
        _lab.Delivery.Mode = DeliveryMode.Lost;
        _aws = new(_lab.Url);
        _connection = new(
            new() { Region = "us-east-1", AccessKeyId = "testing", SecretAccessKey = "testing", EndpointUrl = _lab.Url }, _ => { });
        _calls = new(_connection, new(_connection, TimeProvider.System) { Id = "111122223333" }, null, TimeProvider.System);
    }

    public async ValueTask DisposeAsync()
    {
        _connection.Dispose();
        await _lab.DisposeAsync();
    }

    [Fact]
    public async Task Whoever_made_a_rule_is_found_and_whoever_changed_it_too()
    {
        var (group, ruleId) = await _aws.OpenGroupAsync("web");
        var rule = RuleText.Parse("ingress tcp/22 from 0.0.0.0/0") with { SecurityGroupRuleId = ruleId };
        var made = await FindAsync(group, rule, isModified: false);
        Assert.Equal(("AuthorizeSecurityGroupIngress", "arn:aws:iam::111122223333:user/lab"), (made?.EventName, made?.Actor?.Arn));

        await _aws.JsonAsync("ec2", "modify-security-group-rules", "--group-id", group, "--security-group-rules",
            $"SecurityGroupRuleId={ruleId},SecurityGroupRule={{IpProtocol=tcp,FromPort=3389,ToPort=3389,CidrIpv4=0.0.0.0/0}}");
        var rdp = RuleText.Parse("ingress tcp/3389 from 0.0.0.0/0") with { SecurityGroupRuleId = ruleId };
        Assert.Equal("ModifySecurityGroupRules", (await FindAsync(group, rdp, isModified: true))?.EventName);
        Assert.Equal("ModifySecurityGroupRules", (await FindAsync(group, rdp, isModified: false))?.EventName);
        Assert.Null(await FindAsync(group, rdp with { SecurityGroupRuleId = "sgr-0000" }, isModified: false));
    }

    private async Task<Origin?> FindAsync(string group, SecurityGroupRule rule, bool isModified)
    {
        var found = await _calls.FindMakerAsync(
            new("111122223333", "us-east-1"), group, rule, isModified, TestContext.Current.CancellationToken);
        return Assert.IsType<CallResult<Origin?>.Ok>(found).Value;
    }
}
