using System.Text.Json;
using SgWatch.EndToEnd.Loop;
using SgWatch.EndToEnd.Tools;

namespace SgWatch.EndToEnd.Lambda;

/// <summary>The native function on moto: triggers other than an opened rule, other accounts, and sweeps of many accounts.</summary>
[Collection(UsesFunction.Name)]
public sealed class TriggerTests(FunctionFixture function, MotoFixture moto) : IAsyncLifetime
{
    private const string Member = "222222222222";

    private readonly AwsCli _aws = new(moto.Server.Url);

    public async ValueTask InitializeAsync() => await moto.Server.ResetAsync();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task A_group_that_is_opened_without_a_new_rule_is_remediated()
    {
        await using var running = Run();

        // a VPC's default group; moto gives it no ingress rule, EC2 would
        var vpc = (await _aws.JsonAsync("ec2", "create-vpc", "--cidr-block", "10.9.0.0/16")).Text("Vpc", "VpcId");
        var created = CallEvent.Of(
            "CreateVpc", """{"cidrBlock":"10.9.0.0/16"}""", $$$"""{"vpc":{"vpcId":"{{{vpc}}}","state":"pending"}}""");
        Assert.Equal("reverted", await OutcomeAsync(running, created));
        Assert.Equal("compliant", await OutcomeAsync(running, created));
        Assert.Empty(await _aws.DirectionsAsync(await DefaultGroupAsync(_aws, vpc)));

        // a prefix list made wider; moto lacks the filter that finds the groups which use it, so every group is read
        var list = (await _aws.JsonAsync(
            "ec2", "create-managed-prefix-list", "--prefix-list-name", "office", "--address-family", "IPv4", "--max-entries", "5",
            "--entries", "Cidr=203.0.113.0/24")).Text("PrefixList", "PrefixListId");
        var group = await GroupAsync(_aws, "web", $"IpProtocol=tcp,FromPort=22,ToPort=22,PrefixListIds=[{{PrefixListId={list}}}]");
        var other = await GroupAsync(_aws, "old", "IpProtocol=tcp,FromPort=22,ToPort=22,IpRanges=[{CidrIp=0.0.0.0/0}]");
        await _aws.JsonAsync("ec2", "modify-managed-prefix-list", "--prefix-list-id", list,
            "--current-version", "1", "--add-entries", "Cidr=0.0.0.0/0");
        Assert.Equal("reverted", await OutcomeAsync(running, CallEvent.Of(
            "ModifyManagedPrefixList",
            $$$"""
            {"ModifyManagedPrefixListRequest":{"PrefixListId":"{{{list}}}","CurrentVersion":1,"AddEntry":{"Cidr":"0.0.0.0/0","tag":1} } }
            """,
            $$$"""{"ModifyManagedPrefixListResponse":{"prefixList":{"prefixListId":"{{{list}}}","state":"modify-in-progress"} } }""")));
        Assert.Equal(["egress"], await _aws.DirectionsAsync(group));
        Assert.Equal(["egress", "ingress"], await _aws.DirectionsAsync(other)); // it was open before, and uses no list

        // an old open group is attached: people are alerted, and its rules stay
        var attached = CallEvent.Of("ModifyNetworkInterfaceAttribute",
            $$$"""{"networkInterfaceId":"eni-1","groupSet":{"items":[{"groupId":"{{{other}}}"}]}}""", """{"_return":true}""");
        Assert.Equal("alerted", await OutcomeAsync(running, attached));
        Assert.Equal(["egress", "ingress"], await _aws.DirectionsAsync(other));

        // an event that is cut off: any rule of the group that it names may be new
        var cutOff = $$$"""{"detail":{"eventName":"AuthorizeSecurityGroupIngress","requestParameters":{"groupId":"{{{other}}}","ipPerm""";
        Assert.Equal("reverted", await OutcomeAsync(running, cutOff));
        Assert.DoesNotContain("ingress", await _aws.DirectionsAsync(other));
    }

    [Fact]
    public async Task A_tag_that_puts_a_group_under_a_guardrail_causes_an_inspection()
    {
        var folder = Directory.CreateTempSubdirectory("sgwatch-policy-");
        try
        {
            var policy = Path.Combine(folder.FullName, "p.yaml");
            await File.WriteAllTextAsync(policy, """
                version: 1
                guardrails:
                  - name: pinned
                    judge: state
                    groups: { tags: { pinned: "yes" } }
                    forbid: [{ ingress: any }]

                """, TestContext.Current.CancellationToken);
            await using var running = Run(("SGWATCH_POLICY", policy));
            var group = await GroupAsync(_aws, "web", "IpProtocol=tcp,FromPort=443,ToPort=443,IpRanges=[{CidrIp=10.0.0.0/8}]");
            var tagged = CallEvent.Of(
                "CreateTags",
                $$$"""{"resourcesSet":{"items":[{"resourceId":"{{{group}}}"}]},"tagSet":{"items":[{"key":"pinned","value":"yes"}]}}""",
                """{"_return":true}""");
            Assert.Equal("compliant", await OutcomeAsync(running, tagged)); // it isn't tagged yet: the event is only a hint

            await _aws.JsonAsync("ec2", "create-tags", "--resources", group, "--tags", "Key=pinned,Value=yes");
            Assert.Equal("reverted", await OutcomeAsync(running, tagged));
            Assert.Equal(["egress"], await _aws.DirectionsAsync(group));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task A_group_of_another_account_is_remediated_with_the_role_there()
    {
        await using var running = Run(("SGWATCH_MEMBER_ROLE", "sgwatch-member"), ("SGWATCH_EXTERNAL_ID", "of-the-hub"));
        var member = await MemberAsync();
        var group = await GroupAsync(member, "web", "IpProtocol=tcp,FromPort=22,ToPort=22,IpRanges=[{CidrIp=0.0.0.0/0}]");

        Assert.Equal("reverted", await OutcomeAsync(running, OpenedEvent.Of(group, await RuleAsync(member, group), account: Member)));

        Assert.Equal(["egress"], await member.DirectionsAsync(group));
    }

    [Fact] // the template of the members makes the rule and the roles; moto checks neither their policies nor the bus's
    public async Task A_change_in_a_member_reaches_the_queue_over_the_hubs_bus_and_is_reverted()
    {
        var (terraform, member) = (Path.Combine(Checkout.Root, "terraform"), await MemberAsync());
        var bus = (await _aws.JsonAsync("events", "create-event-bus", "--name", "hub")).Text("EventBusArn");
        var queue = await _aws.CreateQueueAsync("sgwatch");
        await _aws.JsonAsync("events", "put-rule", "--event-bus-name", "hub", "--name", "members",
            "--event-pattern", $"file://{terraform}/event-pattern.json");
        await _aws.JsonAsync("events", "put-targets", "--event-bus-name", "hub", "--rule", "members",
            "--targets", $"Id=queue,Arn=arn:aws:sqs:us-east-1:{OpenedEvent.Account}:sgwatch");
        (await _aws.RunAsync("events", "put-permission", "--event-bus-name", "hub", "--action", "events:PutEvents",
            "--principal", Member, "--statement-id", "member")).Succeeded();
        await member.JsonAsync(
            "cloudformation", "create-stack", "--stack-name", "sgwatch", "--template-body", $"file://{terraform}/member.yaml",
            "--capabilities", "CAPABILITY_NAMED_IAM", "--parameters", $"ParameterKey=HubEventBusArn,ParameterValue={bus}",
            $"ParameterKey=HubRoleArn,ParameterValue=arn:aws:iam::{OpenedEvent.Account}:role/sgwatch-function",
            "ParameterKey=ExternalId,ParameterValue=of-the-hub", "ParameterKey=HomeRegion,ParameterValue=us-east-1");
        await using var running = Run(
            ("SGWATCH_MEMBER_ROLE", "sgwatch-member"), ("SGWATCH_EXTERNAL_ID", "of-the-hub"), ("SGWATCH_QUEUE_URL", queue));
        var group = await GroupAsync(member, "web", "IpProtocol=tcp,FromPort=22,ToPort=22,IpRanges=[{CidrIp=0.0.0.0/0}]");
        using var opened = JsonDocument.Parse(OpenedEvent.Of(group, await RuleAsync(member, group), account: Member));

        object[] entries =
        [
            Entry(opened.RootElement.GetProperty("detail").GetRawText()),
            Entry("""{"eventSource":"ec2.amazonaws.com","eventName":"DescribeVpcs"}"""),
        ];
        await member.JsonAsync("events", "put-events", "--entries", JsonSerializer.Serialize(entries));

        var arrived = Assert.Single((await _aws.MessagesAsync(queue, "--max-number-of-messages", "10")).EnumerateArray());
        Assert.Equal("reverted", await OutcomeAsync(running, OpenedEvent.Batch(("m-1", arrived.Text("Body")))));
        Assert.Equal(["egress"], await member.DirectionsAsync(group));

        static object Entry(string detail) => new { Source = "aws.ec2", DetailType = "AWS API Call via CloudTrail", Detail = detail };
    }

    [Fact]
    public async Task A_sweep_of_many_accounts_becomes_a_message_for_each_account_and_region()
    {
        var queue = await _aws.CreateQueueAsync("sgwatch");
        await using var running = Run(("SGWATCH_MEMBER_ROLE", "sgwatch-member"), ("SGWATCH_QUEUE_URL", queue));

        Assert.Equal("compliant", await OutcomeAsync(running,
            $$"""{"sgwatch":"sweep","accounts":["{{OpenedEvent.Account}}","{{Member}}"],"regions":["us-east-1","eu-west-1"]}"""));

        var sweeps = await _aws.MessagesAsync(queue, "--max-number-of-messages", "10");
        Assert.Equal(4, sweeps.GetArrayLength());
        foreach (var sweep in sweeps.EnumerateArray())
        {
            var batch = OpenedEvent.Batch((sweep.Text("MessageId"), sweep.Text("Body")));
            Assert.Equal("reverted", await OutcomeAsync(running, batch));
        }
        var completed = running.Log.Where(line => line.TryGetProperty("SweepCompleted", out _));
        Assert.Equal(4, completed.Sum(line => line.GetProperty("SweepCompleted").GetInt32()));
        foreach (var aws in (AwsCli[])[_aws, await MemberAsync(), await MemberAsync("eu-west-1")])
        {
            Assert.Empty(await aws.DirectionsAsync(await DefaultGroupAsync(aws)));
        }
    }

    private RunningFunction Run(params (string Name, string? Value)[] settings) =>
        new(function.Package.Bootstrap, moto.Server.Url, settings);

    // moto knows the account by the access key; a key from AssumeRole is of the role's account
    private async Task<AwsCli> MemberAsync(string region = "us-east-1")
    {
        var assumed = await _aws.JsonAsync(
            "sts", "assume-role", "--role-arn", $"arn:aws:iam::{Member}:role/test", "--role-session-name", "test");
        return new(moto.Server.Url, region, assumed.Text("Credentials", "AccessKeyId"));
    }

    private static async Task<string?> OutcomeAsync(RunningFunction running, string message) =>
        (await running.AnswerAsync(message, TimeSpan.FromSeconds(50))).GetProperty("outcome").GetString();

    private static async Task<string> GroupAsync(AwsCli aws, string name, string permission)
    {
        var group = await aws.CreateGroupAsync(name);
        await aws.JsonAsync("ec2", "authorize-security-group-ingress", "--group-id", group, "--ip-permissions", permission);
        return group;
    }

    private static async Task<string> RuleAsync(AwsCli aws, string group)
    {
        var rules = await aws.RulesAsync(group);
        return rules.Single(rule => !rule.GetProperty("IsEgress").GetBoolean()).Text("SecurityGroupRuleId");
    }

    private static async Task<string> DefaultGroupAsync(AwsCli aws, string? vpc = null)
    {
        string[] ofVpc = vpc is null ? [] : [$"Name=vpc-id,Values={vpc}"];
        var found = await aws.JsonAsync(["ec2", "describe-security-groups", "--filters", "Name=group-name,Values=default", .. ofVpc]);
        return found.GetProperty("SecurityGroups")[0].Text("GroupId");
    }
}
