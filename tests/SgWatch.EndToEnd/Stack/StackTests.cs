using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using SgWatch.EndToEnd.Lambda;
using SgWatch.EndToEnd.Loop;
using SgWatch.EndToEnd.Tools;

namespace SgWatch.EndToEnd.Stack;

/// <summary>The life of a stack: applied, read back, used, changed, destroyed; in this order.</summary>
/// <remarks>What moto can't do, and where it is covered instead: Overlay/README.md.</remarks>
[Collection(UsesAppliedModule.Name)]
[TestMethodOrderer(typeof(DeclaredOrder))]
public sealed class StackTests(StackFixture stack)
{
    private const string Function = "function"; // the access key that the deployed function signs with, to be known by in the recording
    private static readonly TimeSpan SweepLimit = TimeSpan.FromSeconds(25);

    // allowed to a role, and not called by the function's own program in these tests
    private static readonly Dictionary<(string Role, string Action), string> CalledByAws = new()
    {
        [("function", "sqs:ReceiveMessage")] = "Lambda polls the queue in the role's name (Lambda Developer Guide, Using Lambda with Amazon SQS)",
        [("function", "sqs:DeleteMessage")] = "likewise",
        [("function", "sqs:GetQueueAttributes")] = "likewise",
        [("function", "logs:CreateLogStream")] = "Lambda writes the function's log in its name (Lambda Developer Guide, execution role)",
        [("function", "logs:PutLogEvents")] = "likewise",
        [("function", "dynamodb:PutItem")] = "an incident too long for one item lies in several",
        [("function", "dynamodb:DeleteItem")] = "an intended change that came to nothing is taken back",
        [("function", "kms:Decrypt")] = "Lambda, SQS, S3, SNS and DynamoDB decrypt in its name what the module's key encrypts",
        [("function", "kms:GenerateDataKey")] = "SQS and SNS encrypt messages in its name",
        [("scheduler", "sqs:SendMessage")] = "EventBridge Scheduler sends the sweep's message",
        [("scheduler", "kms:Decrypt")] = "to an encrypted queue (SQS Developer Guide, Key management, sending)",
        [("scheduler", "kms:GenerateDataKey")] = "likewise",
        [("trail", "logs:CreateLogStream")] = "CloudTrail writes to the log group (CloudTrail User Guide, role for CloudWatch Logs)",
        [("trail", "logs:PutLogEvents")] = "likewise",
    };

    private readonly AwsCli _aws = stack.Aws;

    [Fact]
    public async Task A_second_plan_is_empty()
    {
        var plan = await stack.Terraform.RunAsync(TimeSpan.FromMinutes(2), "plan", "-detailed-exitcode", "-no-color");
        Assert.True(plan.ExitCode == 0, plan.Output + plan.Error);
    }

    [Fact]
    public async Task The_state_lies_in_the_bucket_and_is_locked_while_it_is_worked_on()
    {
        var objects = (await _aws.JsonAsync("s3api", "list-objects-v2", "--bucket", StackFixture.StateBucket)).GetProperty("Contents").EnumerateArray();
        Assert.Equal("sgwatch/terraform.tfstate", Assert.Single(objects).GetProperty("Key").GetString());

        string[] held = ["--bucket", StackFixture.StateBucket, "--key", "sgwatch/terraform.tfstate.tflock"];
        await _aws.JsonAsync(["s3api", "put-object", .. held]); // as if another apply were under way
        var plan = await stack.Terraform.RunAsync(TimeSpan.FromMinutes(1), "plan", "-no-color");
        await _aws.JsonAsync(["s3api", "delete-object", .. held]);
        Assert.Contains("Error acquiring the state lock", plan.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_function_is_configured_as_it_is_documented()
    {
        var function = await _aws.JsonAsync("lambda", "get-function-configuration", "--function-name", stack.Output("function_name"));
        Assert.Equal(("provided.al2023", "bootstrap", 60, 512), (Text(function, "Runtime"), Text(function, "Handler"), function.GetProperty("Timeout").GetInt32(), function.GetProperty("MemorySize").GetInt32()));
        Assert.Equal(
            new Dictionary<string, string>
            {
                ["SGWATCH_POLICY"] = stack.Output("policy_uri"),
                ["SGWATCH_POLICY_SHA256"] = Sha256(await File.ReadAllBytesAsync(stack.PolicyFile, TestContext.Current.CancellationToken)),
                ["SGWATCH_QUEUE_URL"] = stack.Output("queue_url"),
                ["SGWATCH_TABLE"] = stack.Output("table_name"),
                ["SGWATCH_TOPIC_ARN"] = stack.Output("topic_arn"),
            },
            Environment(function));
    }

    [Fact]
    public async Task The_rule_has_the_pattern_of_the_repository_and_leads_to_the_queue()
    {
        var rule = await _aws.JsonAsync("events", "describe-rule", "--name", stack.Output("event_rule_name"));
        var pattern = await File.ReadAllTextAsync(Path.Combine(Checkout.Root, "terraform", "event-pattern.json"), TestContext.Current.CancellationToken);
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(pattern), JsonNode.Parse(Text(rule, "EventPattern"))), Text(rule, "EventPattern"));
        var target = Assert.Single((await _aws.JsonAsync("events", "list-targets-by-rule", "--rule", stack.Output("event_rule_name"))).GetProperty("Targets").EnumerateArray());
        Assert.EndsWith(":sgwatch-events", Text(target, "Arn"), StringComparison.Ordinal);
        Assert.EndsWith(":sgwatch-deliveries-dead", Text(target.GetProperty("DeadLetterConfig"), "Arn"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_topic_tells_those_who_are_named_and_lets_in_those_who_publish()
    {
        var subscription = Assert.Single((await _aws.JsonAsync("sns", "list-subscriptions-by-topic", "--topic-arn", stack.Output("topic_arn"))).GetProperty("Subscriptions").EnumerateArray());
        Assert.Equal(("email", "security@example.com"), (Text(subscription, "Protocol"), Text(subscription, "Endpoint")));
        var attributes = (await _aws.JsonAsync("sns", "get-topic-attributes", "--topic-arn", stack.Output("topic_arn"))).GetProperty("Attributes");
        Assert.Equal(("SgWatch", stack.Output("kms_key_arn")), (Text(attributes, "DisplayName"), Text(attributes, "KmsMasterKeyId")));
        var statements = JsonDocument.Parse(Text(attributes, "Policy")).RootElement.GetProperty("Statement").EnumerateArray().ToDictionary(statement => Text(statement, "Sid"));
        Assert.Equal(stack.Output("function_role_arn"), Text(statements["Function"].GetProperty("Principal"), "AWS"));
        Assert.False(statements["Events"].TryGetProperty("Condition", out _)); // with one EventBridge could never publish
        Assert.Equal(OpenedEvent.Account, Text(statements["Alarms"].GetProperty("Condition").GetProperty("StringEquals"), "aws:SourceAccount"));
        Assert.Equal("Deny", Text(statements["TlsOnly"], "Effect"));
    }

    [Fact]
    public async Task The_schedule_asks_for_a_sweep_through_the_same_queue()
    {
        var target = (await _aws.JsonAsync("scheduler", "get-schedule", "--group-name", "sgwatch", "--name", stack.Output("schedule_name"))).GetProperty("Target");
        Assert.Equal("""{"sgwatch":"sweep"}""", Text(target, "Input"));
        Assert.EndsWith(":sgwatch-events", Text(target, "Arn"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_opened_group_is_closed_by_what_is_deployed_and_people_are_told()
    {
        var told = await SubscribeAsync();
        var (group, rule) = await OpenAsync("web", "22");
        var (partner, _) = await OpenAsync("partner", "443"); // which the policy allows
        await using var function = await DeployedFunction.StartAsync(stack, ("AWS_ACCESS_KEY_ID", Function));

        await PutEventAsync(group, rule);
        await function.PollAsync();

        Assert.Equal(["egress"], await RulesAsync(group));
        Assert.Equal(["egress", "ingress"], await RulesAsync(partner));
        Assert.Equal(("reverted", group), await MarkNotifiedAsync(told));
    }

    [Fact] // moto knows no resources in a policy, so the role's copy has "*" in their place; the next test but one looks at them
    public async Task It_works_with_no_more_than_the_roles_actions_and_with_every_signature_checked()
    {
        var told = await SubscribeAsync();
        var (group, rule) = await OpenAsync("checked", "22");
        var credentials = await AssumeCopyOfRoleAsync();
        await using var function = await DeployedFunction.StartAsync(stack, credentials);
        await PutEventAsync(group, rule);

        await stack.Server.CheckAuthorizationAsync(true);
        try
        {
            await function.PollAsync();
        }
        finally
        {
            await stack.Server.CheckAuthorizationAsync(false);
        }

        Assert.Equal(["egress"], await RulesAsync(group));
        Assert.Equal(("reverted", group), await MarkNotifiedAsync(told));
    }

    [Fact]
    public async Task A_changed_policy_reaches_the_function_in_place()
    {
        var before = await _aws.JsonAsync("lambda", "get-function-configuration", "--function-name", stack.Output("function_name"));
        await File.WriteAllTextAsync(stack.PolicyFile, """
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

        await stack.ApplyAsync(forceDestroy: true);

        var after = await _aws.JsonAsync("lambda", "get-function-configuration", "--function-name", stack.Output("function_name"));
        Assert.Equal(Text(before, "FunctionArn"), Text(after, "FunctionArn"));
        Assert.NotEqual(Environment(before)["SGWATCH_POLICY"], Environment(after)["SGWATCH_POLICY"]);
        Assert.Equal(stack.Output("policy_uri"), Environment(after)["SGWATCH_POLICY"]);
        Assert.Equal(Sha256(await File.ReadAllBytesAsync(stack.PolicyFile, TestContext.Current.CancellationToken)), Environment(after)["SGWATCH_POLICY_SHA256"]);

        await using var function = await DeployedFunction.StartAsync(stack, ("AWS_ACCESS_KEY_ID", Function));
        var list = Text((await _aws.JsonAsync("ec2", "create-managed-prefix-list", "--prefix-list-name", "world", "--address-family", "IPv4", "--max-entries", "2",
            "--entries", "Cidr=0.0.0.0/1", "Cidr=128.0.0.0/1")).GetProperty("PrefixList"), "PrefixListId");
        var (group, rule) = await OpenAsync("locked", "22");
        await _aws.JsonAsync("ec2", "authorize-security-group-ingress", "--group-id", group, "--ip-permissions", $$"""[{"IpProtocol":"tcp","FromPort":23,"ToPort":23,"PrefixListIds":[{"PrefixListId":"{{list}}"}]}]""");
        await PutEventAsync(group, rule);
        await function.PollAsync();
        Assert.Equal(["egress 198.51.100.0/24", "ingress 198.51.100.0/24", $"ingress {list}"], await PeersAsync(group)); // narrowed; the list wasn't in the event
    }

    [Fact]
    public async Task A_group_that_the_event_names_without_an_id_is_found()
    {
        var (group, _) = await OpenAsync("locked-by-name", "22");
        await using var function = await DeployedFunction.StartAsync(stack, ("AWS_ACCESS_KEY_ID", Function));

        await PutEventAsync(group, "none", detail =>
        {
            detail["requestParameters"] = new JsonObject { ["groupName"] = "locked-by-name", ["ipPermissions"] = new JsonObject() };
            detail["responseElements"] = new JsonObject { ["_return"] = true };
        });
        await function.PollAsync();

        Assert.Equal(["egress 198.51.100.0/24", "ingress 198.51.100.0/24"], await PeersAsync(group)); // which rule is new isn't in the event, so any may be
    }

    [Fact]
    public async Task A_sweep_looks_at_every_group()
    {
        var (group, _) = await OpenAsync("locked-unseen", "22");
        await using var function = await DeployedFunction.StartAsync(stack, ("AWS_ACCESS_KEY_ID", Function));

        await _aws.SqsAsync("send-message", "--queue-url", stack.Output("queue_url"), "--message-body",
            $$"""{"sgwatch":"sweep","accounts":["{{OpenedEvent.Account}}"],"regions":["us-east-1"]}"""); // as the schedule does for many
        await function.PollAsync(); // which makes one message of each account and region
        await function.PollAsync(SweepLimit);

        Assert.Equal(["egress 198.51.100.0/24", "ingress 0.0.0.0/0"], await PeersAsync(group)); // no event told of it; what is judged by its state goes
    }

    [Fact]
    public async Task Every_call_is_allowed_and_every_permission_is_needed()
    {
        var calls = stack.Calls(Function);
        TestContext.Current.SendDiagnosticMessage(string.Join('\n', calls));
        var policies = new Dictionary<string, IamPolicy>();
        foreach (var role in (string[])["function", "scheduler", "trail"])
        {
            policies[role] = await RolePolicyAsync($"sgwatch-{role}-us-east-1");
        }

        Assert.DoesNotContain(calls, call => !policies["function"].Allows(call));
        var allowed = policies.SelectMany(policy => policy.Value.Statements.SelectMany(statement => statement.Actions).Select(action => (policy.Key, action))).ToList();
        Assert.Empty(allowed.Except([.. calls.Select(call => ("function", call.Action)), .. CalledByAws.Keys]));
        Assert.Empty(CalledByAws.Keys.Except(allowed));
        // what has to be allowed on everything looks and changes nothing
        Assert.All(
            policies.Values.SelectMany(policy => policy.Statements).Where(statement => statement.Resources.Contains("*")).SelectMany(statement => statement.Actions),
            action => Assert.StartsWith("ec2:Describe", action, StringComparison.Ordinal));
    }

    [Fact]
    public async Task No_other_role_was_made()
    {
        var roles = (await _aws.JsonAsync("iam", "list-roles")).GetProperty("Roles").EnumerateArray().Select(role => Text(role, "RoleName"));
        Assert.Equal([CopyOfRole, "sgwatch-function-us-east-1", "sgwatch-scheduler-us-east-1", "sgwatch-trail-us-east-1"], roles.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Destroy_leaves_nothing()
    {
        await stack.DestroyAsync();

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
            && !text.Contains(CopyOfRole, StringComparison.Ordinal)); // these tests'
        var queues = await _aws.SqsAsync("list-queues", "--queue-name-prefix", "sgwatch");
        Assert.True(queues.ValueKind == JsonValueKind.Null || !queues.TryGetProperty("QueueUrls", out _), queues.ToString());
        var key = await _aws.JsonAsync("kms", "describe-key", "--key-id", stack.Output("kms_key_arn"));
        Assert.Equal("PendingDeletion", Text(key.GetProperty("KeyMetadata"), "KeyState"));
    }

    private const string CopyOfRole = "copy-of-the-functions-role";

    private async Task<IEnumerable<string>> LeftAsync(string command, string list) =>
        (await _aws.JsonAsync(command.Split(' '))).TryGetProperty(list, out var items) ? items.EnumerateArray().Select(item => $"{command}: {item}") : [];

    private async Task<(string GroupId, string RuleId)> OpenAsync(string name, string port)
    {
        var group = Text(await _aws.JsonAsync("ec2", "create-security-group", "--group-name", name, "--description", name), "GroupId");
        var opened = await _aws.JsonAsync("ec2", "authorize-security-group-ingress", "--group-id", group, "--protocol", "tcp", "--port", port, "--cidr", "0.0.0.0/0");
        return (group, Text(opened.GetProperty("SecurityGroupRules")[0], "SecurityGroupRuleId"));
    }

    // CloudTrail's part, which moto doesn't play
    private async Task PutEventAsync(string group, string rule, Action<JsonNode>? change = null)
    {
        var message = JsonNode.Parse(OpenedEvent.Of(group, rule))!;
        change?.Invoke(message["detail"]!);
        var entries = new JsonArray(new JsonObject
        {
            ["Source"] = message["source"]!.GetValue<string>(),
            ["DetailType"] = message["detail-type"]!.GetValue<string>(),
            ["Detail"] = message["detail"]!.ToJsonString(),
        });
        var put = await _aws.JsonAsync("events", "put-events", "--entries", entries.ToJsonString());
        Assert.Equal(0, put.GetProperty("FailedEntryCount").GetInt32());
    }

    private async Task<string> SubscribeAsync()
    {
        var name = $"told-{Guid.NewGuid():N}";
        var queue = Text(await _aws.SqsAsync("create-queue", "--queue-name", name), "QueueUrl");
        await _aws.JsonAsync("sns", "subscribe", "--topic-arn", stack.Output("topic_arn"), "--protocol", "sqs",
            "--notification-endpoint", $"arn:aws:sqs:us-east-1:{OpenedEvent.Account}:{name}", "--attributes", "RawMessageDelivery=true");
        return queue;
    }

    private async Task<(string Outcome, string Group)> MarkNotifiedAsync(string queue)
    {
        var messages = (await _aws.SqsAsync("receive-message", "--queue-url", queue, "--wait-time-seconds", "5", "--max-number-of-messages", "10")).GetProperty("Messages");
        using var incident = JsonDocument.Parse(Text(Assert.Single(messages.EnumerateArray()), "Body"));
        return (Text(incident.RootElement, "outcome"), Text(incident.RootElement.GetProperty("group"), "id"));
    }

    private async Task<(string Name, string? Value)[]> AssumeCopyOfRoleAsync()
    {
        var role = stack.Output("function_role_arn").Split('/')[^1];
        var policy = JsonNode.Parse((await _aws.JsonAsync("iam", "get-role-policy", "--role-name", role, "--policy-name", "guard")).GetProperty("PolicyDocument").GetRawText())!;
        foreach (var statement in policy["Statement"]!.AsArray())
        {
            statement!["Resource"] = "*";
        }
        var copy = Text((await _aws.JsonAsync("iam", "create-role", "--role-name", CopyOfRole, "--assume-role-policy-document",
            """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sts:AssumeRole","Principal":{"AWS":"*"}}]}""")).GetProperty("Role"), "Arn");
        await _aws.JsonAsync("iam", "put-role-policy", "--role-name", CopyOfRole, "--policy-name", "guard", "--policy-document", policy.ToJsonString());
        var credentials = (await _aws.JsonAsync("sts", "assume-role", "--role-arn", copy, "--role-session-name", "sgwatch")).GetProperty("Credentials");
        return [
            ("AWS_ACCESS_KEY_ID", Text(credentials, "AccessKeyId")),
            ("AWS_SECRET_ACCESS_KEY", Text(credentials, "SecretAccessKey")),
            ("AWS_SESSION_TOKEN", Text(credentials, "SessionToken"))];
    }

    private async Task<IamPolicy> RolePolicyAsync(string role)
    {
        var name = Assert.Single((await _aws.JsonAsync("iam", "list-role-policies", "--role-name", role)).GetProperty("PolicyNames").EnumerateArray()).GetString()!;
        Assert.Equal(0, (await _aws.JsonAsync("iam", "list-attached-role-policies", "--role-name", role)).GetProperty("AttachedPolicies").GetArrayLength());
        return IamPolicy.Parse((await _aws.JsonAsync("iam", "get-role-policy", "--role-name", role, "--policy-name", name)).GetProperty("PolicyDocument").GetRawText());
    }

    private async Task<IEnumerable<string>> RulesAsync(string group) => (await ListAsync(group)).Select(Direction).Order(StringComparer.Ordinal);

    private async Task<IEnumerable<string>> PeersAsync(string group) => (await ListAsync(group))
        .Select(rule => $"{Direction(rule)} {(rule.TryGetProperty("CidrIpv4", out var cidr) ? cidr : rule.GetProperty("PrefixListId")).GetString()}").Order(StringComparer.Ordinal);

    private async Task<IEnumerable<JsonElement>> ListAsync(string group) =>
        (await _aws.JsonAsync("ec2", "describe-security-group-rules", "--filters", $"Name=group-id,Values={group}")).GetProperty("SecurityGroupRules").EnumerateArray();

    private static string Direction(JsonElement rule) => rule.GetProperty("IsEgress").GetBoolean() ? "egress" : "ingress";

    private static string Text(JsonElement json, string name) => json.GetProperty(name).GetString()!;

    private static Dictionary<string, string> Environment(JsonElement function) =>
        function.GetProperty("Environment").GetProperty("Variables").EnumerateObject().ToDictionary(variable => variable.Name, variable => variable.Value.GetString()!);

    private static string Sha256(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));
}
