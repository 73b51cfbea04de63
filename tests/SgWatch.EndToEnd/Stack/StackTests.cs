using System.Text.Json;
using System.Text.Json.Nodes;
using SgWatch.EndToEnd.Lambda;
using SgWatch.EndToEnd.Tools;

namespace SgWatch.EndToEnd.Stack;

/// <summary>The life of a stack: applied, read back, used, changed, destroyed; in this order.</summary>
/// <remarks>Overlay/README.md lists what moto can't do, and which other tests cover it.</remarks>
[Collection(UsesAppliedModule.Name)]
[TestMethodOrderer(typeof(DeclaredOrder))]
public sealed class StackTests(StackFixture stack) : StackConfigurationTests(stack)
{
    private const string Function = "function"; // the deployed function's access key, by which the recording shows its calls
    private static readonly TimeSpan SweepLimit = TimeSpan.FromSeconds(25);

    private readonly AwsCli _aws = stack.Aws;
    private readonly StackRoles _roles = new(stack);
    private readonly StackMessages _messages = new(stack);

    [Fact]
    public async Task The_deployed_function_remediates_an_opened_group_and_people_are_notified()
    {
        var queue = await _messages.SubscribeAsync();
        var (group, rule) = await _aws.OpenGroupAsync("web", "22");
        var (partner, _) = await _aws.OpenGroupAsync("partner", "443"); // which the policy allows
        await using var function = await DeployedFunction.StartAsync(Fixture, ("AWS_ACCESS_KEY_ID", Function));

        await _messages.PutEventAsync(group, rule);
        await function.PollAsync();

        Assert.Equal(["egress"], await _aws.DirectionsAsync(group));
        Assert.Equal(["egress", "ingress"], await _aws.DirectionsAsync(partner));
        Assert.Equal(("reverted", group), await _messages.NotificationAsync(queue));
    }

    // moto knows no resources in a policy, so the role's copy has "*" instead.
    // Every_call_is_allowed_and_every_permission_is_needed checks the resources.
    [Fact]
    public async Task It_needs_no_more_than_the_roles_actions_and_signs_every_call()
    {
        var queue = await _messages.SubscribeAsync();
        var (group, rule) = await _aws.OpenGroupAsync("checked", "22");
        var credentials = await _roles.AssumeCopyAsync();
        await using var function = await DeployedFunction.StartAsync(Fixture, credentials);
        await _messages.PutEventAsync(group, rule);

        await Fixture.Server.CheckAuthorizationAsync(true);
        try
        {
            await function.PollAsync();
        }
        finally
        {
            await Fixture.Server.CheckAuthorizationAsync(false);
        }

        Assert.Equal(["egress"], await _aws.DirectionsAsync(group));
        Assert.Equal(("reverted", group), await _messages.NotificationAsync(queue));
    }

    [Fact]
    public async Task A_changed_policy_reaches_the_same_function()
    {
        var before = await FunctionConfigurationAsync();
        await File.WriteAllTextAsync(Fixture.PolicyFile, """
            version: 1
            guardrails:
              - name: office-only
                action: narrow
                forbid: [{ ingress: any, from: any }]
                allow: [{ ingress: tcp/22, from: 198.51.100.0/24 }]
              - name: https-out-only
                action: narrow
                judge: state
                groups: { name: locked* }
                forbid: [{ egress: any, to: any }]
                allow: [{ egress: tcp/443, to: 198.51.100.0/24 }]
            """, TestContext.Current.CancellationToken);

        await Fixture.ApplyAsync(forceDestroy: true);

        var after = await FunctionConfigurationAsync();
        Assert.Equal(before.Text("FunctionArn"), after.Text("FunctionArn"));
        Assert.NotEqual(Environment(before)["SGWATCH_POLICY"], Environment(after)["SGWATCH_POLICY"]);
        Assert.Equal(Fixture.Output("policy_uri"), Environment(after)["SGWATCH_POLICY"]);
        Assert.Equal(await PolicyHashAsync(), Environment(after)["SGWATCH_POLICY_SHA256"]);

        await using var function = await DeployedFunction.StartAsync(Fixture, ("AWS_ACCESS_KEY_ID", Function));
        var list = (await _aws.JsonAsync(
            "ec2", "create-managed-prefix-list", "--prefix-list-name", "world", "--address-family", "IPv4", "--max-entries", "2",
            "--entries", "Cidr=0.0.0.0/1", "Cidr=128.0.0.0/1")).Text("PrefixList", "PrefixListId");
        var (group, rule) = await _aws.OpenGroupAsync("locked");
        await _aws.JsonAsync("ec2", "authorize-security-group-ingress", "--group-id", group, "--ip-permissions",
            $$"""[{"IpProtocol":"tcp","FromPort":23,"ToPort":23,"PrefixListIds":[{"PrefixListId":"{{list}}"}]}]""");
        await _messages.PutEventAsync(group, rule);
        await function.PollAsync();
        // narrowed; the rule with the list stays, because it wasn't in the event
        Assert.Equal(["egress 198.51.100.0/24", "ingress 198.51.100.0/24", $"ingress {list}"], await PeersAsync(group));
    }

    [Fact]
    public async Task A_group_that_the_event_names_without_an_id_is_found()
    {
        var (group, _) = await _aws.OpenGroupAsync("locked-by-name");
        await using var function = await DeployedFunction.StartAsync(Fixture, ("AWS_ACCESS_KEY_ID", Function));

        await _messages.PutEventAsync(group, "none", detail =>
        {
            detail["requestParameters"] = new JsonObject
            {
                ["groupName"] = "locked-by-name",
                ["ipPermissions"] = JsonNode.Parse("""
                    {"items":[{"ipProtocol":"tcp","fromPort":22,"toPort":22,"ipRanges":{"items":[{"cidrIp":"0.0.0.0/0"}]}}]}
                    """),
            };
            detail["responseElements"] = new JsonObject { ["_return"] = true };
        });
        await function.PollAsync();

        // the event names the rule by its traffic only; what it doesn't name may be older than the guard
        Assert.DoesNotContain("ingress 0.0.0.0/0", await PeersAsync(group));
    }

    [Fact]
    public async Task A_sweep_inspects_every_group()
    {
        var (group, _) = await _aws.OpenGroupAsync("locked-unseen");
        await using var function = await DeployedFunction.StartAsync(Fixture, ("AWS_ACCESS_KEY_ID", Function));

        await _aws.SqsAsync("send-message", "--queue-url", Fixture.Output("queue_url"), "--message-body",
            $$"""{"sgwatch":"sweep","accounts":["{{OpenedEvent.Account}}"],"regions":["us-east-1"]}""");
        await function.PollAsync(); // this makes a message for each account and region
        await function.PollAsync(SweepLimit);

        // no event named the group, so only the guardrail that judges by state applies
        Assert.Equal(["egress 198.51.100.0/24", "ingress 0.0.0.0/0"], await PeersAsync(group));
    }

    [Fact]
    public async Task Every_call_is_allowed_and_every_permission_is_needed()
    {
        var calls = Fixture.Calls(Function);
        TestContext.Current.SendDiagnosticMessage(string.Join('\n', calls));
        var policies = new Dictionary<string, IamPolicy>();
        foreach (var role in (string[])["function", "scheduler", "trail"])
        {
            policies[role] = await _roles.PolicyAsync($"sgwatch-{role}-us-east-1");
        }

        Assert.DoesNotContain(calls, call => !policies["function"].Allows(call));
        var allowed = (
            from policy in policies
            from statement in policy.Value.Statements
            from action in statement.Actions
            select (policy.Key, action)).ToList();
        Assert.Empty(allowed.Except([.. calls.Select(call => ("function", call.Action)), .. StackRoles.CalledByAws.Keys]));
        Assert.Empty(StackRoles.CalledByAws.Keys.Except(allowed));
        // what has to be allowed on every resource only reads
        var onEveryResource = policies.Values.SelectMany(policy => policy.Statements)
            .Where(statement => statement.Resources.Contains("*"))
            .SelectMany(statement => statement.Actions);
        Assert.All(onEveryResource.Except(
            ["cloudtrail:LookupEvents", "servicequotas:GetAWSDefaultServiceQuota", "servicequotas:GetServiceQuota"]),
            action => Assert.StartsWith("ec2:Describe", action, StringComparison.Ordinal));
    }

    [Fact]
    public async Task No_other_role_was_made()
    {
        var roles = (await _aws.JsonAsync("iam", "list-roles")).GetProperty("Roles").EnumerateArray();
        Assert.Equal(
            [StackRoles.Copy, "sgwatch-function-us-east-1", "sgwatch-scheduler-us-east-1", "sgwatch-trail-us-east-1"],
            roles.Select(role => role.Text("RoleName")).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Destroy_leaves_nothing()
    {
        await Fixture.DestroyAsync();

        var left = await Task.WhenAll(
            LeftAsync("lambda list-functions", "Functions"),
            LeftAsync("lambda list-event-source-mappings", "EventSourceMappings"),
            LeftAsync("events list-rules", "Rules"),
            LeftAsync("scheduler list-schedules", "Schedules"),
            LeftAsync("sns list-topics", "Topics"),
            LeftAsync("dynamodb list-tables", "TableNames"),
            LeftAsync("logs describe-log-groups", "logGroups"),
            LeftAsync("cloudwatch describe-alarms", "MetricAlarms"),
            LeftAsync("cloudwatch list-dashboards", "DashboardEntries"),
            LeftAsync("kms list-aliases", "Aliases"),
            LeftAsync("iam list-roles", "Roles"),
            LeftAsync("s3api list-buckets", "Buckets"));
        Assert.DoesNotContain(left.SelectMany(text => text), text =>
            !text.Contains(StackFixture.StateBucket, StringComparison.Ordinal) // made by state-bootstrap
            && !text.Contains("alias/aws/", StringComparison.Ordinal) // AWS's own
            && !text.Contains(StackRoles.Copy, StringComparison.Ordinal)); // these tests'
        var queues = await _aws.SqsAsync("list-queues", "--queue-name-prefix", "sgwatch");
        Assert.True(queues.ValueKind == JsonValueKind.Null || !queues.TryGetProperty("QueueUrls", out _), queues.ToString());
        var key = await _aws.JsonAsync("kms", "describe-key", "--key-id", Fixture.Output("kms_key_arn"));
        Assert.Equal("PendingDeletion", key.Text("KeyMetadata", "KeyState"));
    }

    private async Task<IEnumerable<string>> LeftAsync(string command, string list) =>
        (await _aws.JsonAsync(command.Split(' '))).TryGetProperty(list, out var items)
            ? items.EnumerateArray().Select(item => $"{command}: {item}")
            : [];

    // such as "egress 198.51.100.0/24"
    private async Task<IEnumerable<string>> PeersAsync(string group) => (await _aws.RulesAsync(group))
        .Select(rule => (Rule: rule, Peer: rule.TryGetProperty("CidrIpv4", out var cidr) ? cidr : rule.GetProperty("PrefixListId")))
        .Select(row => $"{GroupCommands.Direction(row.Rule)} {row.Peer.GetString()}")
        .Order(StringComparer.Ordinal);
}
