using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using SgWatch.EndToEnd.Lambda;
using SgWatch.EndToEnd.Loop;
using SgWatch.EndToEnd.Tools;

namespace SgWatch.EndToEnd.Stack;

/// <summary>The applied stack, read back from AWS. <see cref="StackTests"/> runs these tests before its own.</summary>
public abstract class StackConfigurationTests(StackFixture stack)
{
    private readonly AwsCli _aws = stack.Aws;

    protected StackFixture Fixture => stack;

    [Fact]
    public async Task A_second_plan_is_empty()
    {
        var plan = await stack.Terraform.RunAsync(TimeSpan.FromMinutes(2), "plan", "-detailed-exitcode", "-no-color");
        Assert.True(plan.ExitCode == 0, plan.Output + plan.Error);
    }

    [Fact]
    public async Task The_state_is_in_the_bucket_and_locked_during_an_apply()
    {
        var objects = await _aws.JsonAsync("s3api", "list-objects-v2", "--bucket", StackFixture.StateBucket);
        Assert.Equal("sgwatch/terraform.tfstate", Assert.Single(objects.GetProperty("Contents").EnumerateArray()).Text("Key"));

        string[] held = ["--bucket", StackFixture.StateBucket, "--key", "sgwatch/terraform.tfstate.tflock"];
        await _aws.JsonAsync(["s3api", "put-object", .. held]); // as another apply would
        var plan = await stack.Terraform.RunAsync(TimeSpan.FromMinutes(1), "plan", "-no-color");
        await _aws.JsonAsync(["s3api", "delete-object", .. held]);
        Assert.Contains("Error acquiring the state lock", plan.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_function_is_configured_as_documented()
    {
        var function = await FunctionConfigurationAsync();
        Assert.Equal(("provided.al2023", "bootstrap"), (function.Text("Runtime"), function.Text("Handler")));
        Assert.Equal((60, 512), (function.GetProperty("Timeout").GetInt32(), function.GetProperty("MemorySize").GetInt32()));
        var environment = Environment(function);
        Assert.Matches(@"^20\d\d-\d\d-\d\dT\d\d:\d\d:\d\dZ$", environment["SGWATCH_DEPLOYED_AT"]);
        Assert.Equal(
            new Dictionary<string, string>
            {
                ["SGWATCH_BASELINE_COPY"] = $"s3://{stack.Output("policy_uri").Split('/')[2]}/baseline",
                ["SGWATCH_DEPLOYED_AT"] = environment["SGWATCH_DEPLOYED_AT"],
                ["SGWATCH_POLICY"] = stack.Output("policy_uri"),
                ["SGWATCH_POLICY_SHA256"] = await PolicyHashAsync(),
                ["SGWATCH_QUEUE_URL"] = stack.Output("queue_url"),
                ["SGWATCH_TABLE"] = stack.Output("table_name"),
                ["SGWATCH_TOPIC_ARN"] = stack.Output("topic_arn"),
            },
            environment);
    }

    [Fact]
    public async Task The_rule_has_the_pattern_of_the_repository_and_sends_to_the_queue()
    {
        var rule = await _aws.JsonAsync("events", "describe-rule", "--name", stack.Output("event_rule_name"));
        var file = Path.Combine(Checkout.Root, "terraform", "event-pattern.json");
        var pattern = await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken);
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(pattern), JsonNode.Parse(rule.Text("EventPattern"))), rule.Text("EventPattern"));
        var targets = await _aws.JsonAsync("events", "list-targets-by-rule", "--rule", stack.Output("event_rule_name"));
        var target = Assert.Single(targets.GetProperty("Targets").EnumerateArray());
        Assert.EndsWith(":sgwatch-events", target.Text("Arn"), StringComparison.Ordinal);
        Assert.EndsWith(":sgwatch-deliveries-dead", target.Text("DeadLetterConfig", "Arn"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_topic_has_the_given_subscriber_and_only_its_publishers_may_publish()
    {
        var subscriptions = await _aws.JsonAsync("sns", "list-subscriptions-by-topic", "--topic-arn", stack.Output("topic_arn"));
        var subscription = Assert.Single(subscriptions.GetProperty("Subscriptions").EnumerateArray());
        Assert.Equal(("email", "security@example.com"), (subscription.Text("Protocol"), subscription.Text("Endpoint")));
        var topic = await _aws.JsonAsync("sns", "get-topic-attributes", "--topic-arn", stack.Output("topic_arn"));
        var attributes = topic.GetProperty("Attributes");
        Assert.Equal(("SgWatch", stack.Output("kms_key_arn")), (attributes.Text("DisplayName"), attributes.Text("KmsMasterKeyId")));
        var statements = JsonDocument.Parse(attributes.Text("Policy")).RootElement.GetProperty("Statement").EnumerateArray()
            .ToDictionary(statement => statement.Text("Sid"));
        Assert.Equal(stack.Output("function_role_arn"), statements["Function"].Text("Principal", "AWS"));
        Assert.False(statements["Events"].TryGetProperty("Condition", out _)); // with a condition EventBridge could never publish
        Assert.Equal(OpenedEvent.Account, statements["Alarms"].Text("Condition", "StringEquals", "aws:SourceAccount"));
        Assert.Equal("Deny", statements["TlsOnly"].Text("Effect"));
    }

    [Fact]
    public async Task The_schedule_asks_for_a_sweep_through_the_same_queue()
    {
        var schedule = await _aws.JsonAsync(
            "scheduler", "get-schedule", "--group-name", "sgwatch", "--name", stack.Output("schedule_name"));
        Assert.Equal("""{"sgwatch":"sweep"}""", schedule.Text("Target", "Input"));
        Assert.EndsWith(":sgwatch-events", schedule.Text("Target", "Arn"), StringComparison.Ordinal);
    }

    protected Task<JsonElement> FunctionConfigurationAsync() =>
        _aws.JsonAsync("lambda", "get-function-configuration", "--function-name", stack.Output("function_name"));

    protected async Task<string> PolicyHashAsync() => Convert.ToHexStringLower(
        SHA256.HashData(await File.ReadAllBytesAsync(stack.PolicyFile, TestContext.Current.CancellationToken)));

    protected static Dictionary<string, string> Environment(JsonElement function) =>
        function.GetProperty("Environment").GetProperty("Variables").EnumerateObject()
            .ToDictionary(variable => variable.Name, variable => variable.Value.GetString()!);
}
