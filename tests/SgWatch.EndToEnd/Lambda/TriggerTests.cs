using System.Text.Json;
using SgWatch.EndToEnd.Loop;
using SgWatch.EndToEnd.Tools;

namespace SgWatch.EndToEnd.Lambda;

/// <summary>The native function on moto: triggers other than an opened rule, other accounts, and sweeps of many.</summary>
[Collection(UsesFunction.Name)]
public sealed class TriggerTests(FunctionFixture function, MotoFixture moto) : IAsyncLifetime
{
    private const string Member = "222222222222";

    private readonly AwsCli _aws = new(moto.Server.Url);

    public async ValueTask InitializeAsync() => await moto.Server.ResetAsync();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task What_opens_a_group_without_a_rule_of_its_own_is_closed()
    {
        await using var running = Run();

        // a VPC's default group; moto gives it no ingress rule, EC2 would
        var vpc = (await _aws.JsonAsync("ec2", "create-vpc", "--cidr-block", "10.9.0.0/16")).GetProperty("Vpc").GetProperty("VpcId").GetString()!;
        var created = CallEvent.Of("CreateVpc", """{"cidrBlock":"10.9.0.0/16"}""", $$$"""{"vpc":{"vpcId":"{{{vpc}}}","state":"pending"}}""");
        Assert.Equal("reverted", await OutcomeAsync(running, created));
        Assert.Equal("compliant", await OutcomeAsync(running, created));
        Assert.Empty(await RulesAsync(_aws, await DefaultGroupAsync(_aws, vpc)));

        // a prefix list made wider; moto doesn't know the filter by which its users are found, so every group is read
        var list = (await _aws.JsonAsync("ec2", "create-managed-prefix-list", "--prefix-list-name", "office", "--address-family", "IPv4", "--max-entries", "5",
            "--entries", "Cidr=203.0.113.0/24")).GetProperty("PrefixList").GetProperty("PrefixListId").GetString()!;
        var group = await GroupAsync(_aws, "web", $"IpProtocol=tcp,FromPort=22,ToPort=22,PrefixListIds=[{{PrefixListId={list}}}]");
        var other = await GroupAsync(_aws, "old", "IpProtocol=tcp,FromPort=22,ToPort=22,IpRanges=[{CidrIp=0.0.0.0/0}]");
        await _aws.JsonAsync("ec2", "modify-managed-prefix-list", "--prefix-list-id", list, "--current-version", "1", "--add-entries", "Cidr=0.0.0.0/0");
        Assert.Equal("reverted", await OutcomeAsync(running, CallEvent.Of("ModifyManagedPrefixList",
            $$$"""{"ModifyManagedPrefixListRequest":{"PrefixListId":"{{{list}}}","CurrentVersion":1,"AddEntry":{"Cidr":"0.0.0.0/0","tag":1} } }""",
            $$$"""{"ModifyManagedPrefixListResponse":{"prefixList":{"prefixListId":"{{{list}}}","state":"modify-in-progress"} } }""")));
        Assert.Equal(["egress"], await RulesAsync(_aws, group));
        Assert.Equal(["egress", "ingress"], await RulesAsync(_aws, other)); // opened before, and by no list

        // an old open group attached: told, and left
        var attached = CallEvent.Of("ModifyNetworkInterfaceAttribute",
            $$$"""{"networkInterfaceId":"eni-1","groupSet":{"items":[{"groupId":"{{{other}}}"}]}}""", """{"_return":true}""");
        Assert.Equal("alerted", await OutcomeAsync(running, attached));
        Assert.Equal(["egress", "ingress"], await RulesAsync(_aws, other));

        // cut off in the middle: any rule of the group it names may be new
        Assert.Equal("reverted", await OutcomeAsync(running, $$$"""{"detail":{"eventName":"AuthorizeSecurityGroupIngress","requestParameters":{"groupId":"{{{other}}}","ipPerm"""));
        Assert.DoesNotContain("ingress", await RulesAsync(_aws, other));
    }

    [Fact]
    public async Task A_tag_that_puts_a_group_under_a_guardrail_is_a_cause_to_look()
    {
        var folder = Directory.CreateTempSubdirectory("sgwatch-policy-");
        try
        {
            var policy = Path.Combine(folder.FullName, "p.yaml");
            await File.WriteAllTextAsync(policy,
                "version: 1\nguardrails:\n  - name: pinned\n    judge: state\n    groups: { tags: { pinned: \"yes\" } }\n    forbid: [{ ingress: any }]\n", TestContext.Current.CancellationToken);
            await using var running = Run(("SGWATCH_POLICY", policy));
            var group = await GroupAsync(_aws, "web", "IpProtocol=tcp,FromPort=443,ToPort=443,IpRanges=[{CidrIp=10.0.0.0/8}]");
            var tagged = CallEvent.Of("CreateTags",
                $$$"""{"resourcesSet":{"items":[{"resourceId":"{{{group}}}"}]},"tagSet":{"items":[{"key":"pinned","value":"yes"}]}}""", """{"_return":true}""");
            Assert.Equal("compliant", await OutcomeAsync(running, tagged)); // it isn't tagged yet: the event is only a hint

            await _aws.JsonAsync("ec2", "create-tags", "--resources", group, "--tags", "Key=pinned,Value=yes");
            Assert.Equal("reverted", await OutcomeAsync(running, tagged));
            Assert.Equal(["egress"], await RulesAsync(_aws, group));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task A_group_of_another_account_is_closed_by_the_role_there()
    {
        await using var running = Run(("SGWATCH_MEMBER_ROLE", "sgwatch-member"), ("SGWATCH_EXTERNAL_ID", "of-the-hub"));
        var member = await MemberAsync();
        var group = await GroupAsync(member, "web", "IpProtocol=tcp,FromPort=22,ToPort=22,IpRanges=[{CidrIp=0.0.0.0/0}]");

        Assert.Equal("reverted", await OutcomeAsync(running, OpenedEvent.Of(group, await RuleAsync(member, group), account: Member)));

        Assert.Equal(["egress"], await RulesAsync(member, group));
    }

    [Fact] // the members' very template makes rule and roles; moto checks neither the bus's policy nor the roles'
    public async Task A_change_in_a_member_comes_by_its_rule_over_the_hubs_bus_to_the_queue_and_is_closed()
    {
        var (terraform, member) = (Path.Combine(Checkout.Root, "terraform"), await MemberAsync());
        var bus = (await _aws.JsonAsync("events", "create-event-bus", "--name", "hub")).GetProperty("EventBusArn").GetString()!;
        var queue = (await _aws.SqsAsync("create-queue", "--queue-name", "sgwatch")).GetProperty("QueueUrl").GetString()!;
        await _aws.JsonAsync("events", "put-rule", "--event-bus-name", "hub", "--name", "members", "--event-pattern", $"file://{terraform}/event-pattern.json");
        await _aws.JsonAsync("events", "put-targets", "--event-bus-name", "hub", "--rule", "members", "--targets", $"Id=queue,Arn=arn:aws:sqs:us-east-1:{OpenedEvent.Account}:sgwatch");
        (await _aws.RunAsync("events", "put-permission", "--event-bus-name", "hub", "--action", "events:PutEvents", "--principal", Member, "--statement-id", "member")).Succeeded();
        await member.JsonAsync("cloudformation", "create-stack", "--stack-name", "sgwatch", "--template-body", $"file://{terraform}/member.yaml",
            "--capabilities", "CAPABILITY_NAMED_IAM", "--parameters", $"ParameterKey=HubEventBusArn,ParameterValue={bus}",
            $"ParameterKey=HubRoleArn,ParameterValue=arn:aws:iam::{OpenedEvent.Account}:role/sgwatch-function", "ParameterKey=ExternalId,ParameterValue=of-the-hub",
            "ParameterKey=HomeRegion,ParameterValue=us-east-1");
        await using var running = Run(("SGWATCH_MEMBER_ROLE", "sgwatch-member"), ("SGWATCH_EXTERNAL_ID", "of-the-hub"), ("SGWATCH_QUEUE_URL", queue));
        var group = await GroupAsync(member, "web", "IpProtocol=tcp,FromPort=22,ToPort=22,IpRanges=[{CidrIp=0.0.0.0/0}]");
        using var opened = JsonDocument.Parse(OpenedEvent.Of(group, await RuleAsync(member, group), account: Member));

        await member.JsonAsync("events", "put-events", "--entries", JsonSerializer.Serialize((object[])
            [Entry(opened.RootElement.GetProperty("detail").GetRawText()), Entry("""{"eventSource":"ec2.amazonaws.com","eventName":"DescribeVpcs"}""")]));

        var arrived = Assert.Single((await _aws.SqsAsync("receive-message", "--queue-url", queue, "--max-number-of-messages", "10")).GetProperty("Messages").EnumerateArray());
        Assert.Equal("reverted", await OutcomeAsync(running, OpenedEvent.Batch(("m-1", arrived.GetProperty("Body").GetString()!))));
        Assert.Equal(["egress"], await RulesAsync(member, group));

        static object Entry(string detail) => new { Source = "aws.ec2", DetailType = "AWS API Call via CloudTrail", Detail = detail };
    }

    [Fact]
    public async Task A_sweep_of_many_becomes_one_message_each_and_each_closes_its_groups()
    {
        var queue = (await _aws.SqsAsync("create-queue", "--queue-name", "sgwatch")).GetProperty("QueueUrl").GetString()!;
        await using var running = Run(("SGWATCH_MEMBER_ROLE", "sgwatch-member"), ("SGWATCH_QUEUE_URL", queue));

        Assert.Equal("compliant", await OutcomeAsync(running,
            $$"""{"sgwatch":"sweep","accounts":["{{OpenedEvent.Account}}","{{Member}}"],"regions":["us-east-1","eu-west-1"]}"""));

        var sweeps = (await _aws.SqsAsync("receive-message", "--queue-url", queue, "--max-number-of-messages", "10")).GetProperty("Messages");
        Assert.Equal(4, sweeps.GetArrayLength());
        foreach (var sweep in sweeps.EnumerateArray())
        {
            Assert.Equal("reverted", await OutcomeAsync(running, OpenedEvent.Batch((sweep.GetProperty("MessageId").GetString()!, sweep.GetProperty("Body").GetString()!))));
        }
        Assert.Equal(4, running.Log.Where(line => line.TryGetProperty("SweepCompleted", out _)).Sum(line => line.GetProperty("SweepCompleted").GetInt32()));
        foreach (var aws in (AwsCli[])[_aws, await MemberAsync(), await MemberAsync("eu-west-1")])
        {
            Assert.Empty(await RulesAsync(aws, await DefaultGroupAsync(aws)));
        }
    }

    private RunningFunction Run(params (string Name, string? Value)[] settings) => new(function.Package.Bootstrap, moto.Server.Url, settings);

    // moto tells accounts apart by the access key; one from AssumeRole is of the role's account
    private async Task<AwsCli> MemberAsync(string region = "us-east-1")
    {
        var assumed = await _aws.JsonAsync("sts", "assume-role", "--role-arn", $"arn:aws:iam::{Member}:role/test", "--role-session-name", "test");
        return new(moto.Server.Url, region, assumed.GetProperty("Credentials").GetProperty("AccessKeyId").GetString()!);
    }

    private static async Task<string?> OutcomeAsync(RunningFunction running, string message) =>
        (await running.AnswerAsync(message, TimeSpan.FromSeconds(50))).GetProperty("outcome").GetString();

    private static async Task<string> GroupAsync(AwsCli aws, string name, string permission)
    {
        var group = (await aws.JsonAsync("ec2", "create-security-group", "--group-name", name, "--description", name)).GetProperty("GroupId").GetString()!;
        await aws.JsonAsync("ec2", "authorize-security-group-ingress", "--group-id", group, "--ip-permissions", permission);
        return group;
    }

    private static async Task<string> RuleAsync(AwsCli aws, string group)
    {
        var rules = await aws.JsonAsync("ec2", "describe-security-group-rules", "--filters", $"Name=group-id,Values={group}");
        return rules.GetProperty("SecurityGroupRules").EnumerateArray().Single(rule => !rule.GetProperty("IsEgress").GetBoolean()).GetProperty("SecurityGroupRuleId").GetString()!;
    }

    private static async Task<string> DefaultGroupAsync(AwsCli aws, string? vpc = null)
    {
        var filters = vpc is null ? (string[])["Name=group-name,Values=default"] : ["Name=group-name,Values=default", $"Name=vpc-id,Values={vpc}"];
        var found = await aws.JsonAsync(["ec2", "describe-security-groups", "--filters", .. filters]);
        return found.GetProperty("SecurityGroups")[0].GetProperty("GroupId").GetString()!;
    }

    private static async Task<IEnumerable<string>> RulesAsync(AwsCli aws, string group)
    {
        var rules = await aws.JsonAsync("ec2", "describe-security-group-rules", "--filters", $"Name=group-id,Values={group}");
        return rules.GetProperty("SecurityGroupRules").EnumerateArray().Select(rule => rule.GetProperty("IsEgress").GetBoolean() ? "egress" : "ingress").Order(StringComparer.Ordinal);
    }
}
