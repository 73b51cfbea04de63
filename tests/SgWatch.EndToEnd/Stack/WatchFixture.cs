using System.Text.Json;
using SgWatch.EndToEnd.Loop;
using SgWatch.EndToEnd.Tools;
using SgWatch.Lab.Events;

namespace SgWatch.EndToEnd.Stack;

/// <summary>The module terraform/modules/watch, applied once by the real Terraform to a moto server.</summary>
/// <remarks>
/// The trail's log group is made here. A queue is in the topic's place, because a rule of moto's EventBridge can't send to SNS.
/// The other things that are watched are only names and needn't exist.
/// If a message has the letters "time" in it, moto takes them for an event's field, and put-events answers 500.
/// </remarks>
public sealed class WatchFixture : IAsyncLifetime
{
    public const string Account = MotoServer.Account;
    public const string Region = "us-east-1";
    private static readonly TimeSpan ApplyTimeout = TimeSpan.FromMinutes(4);

    private readonly StackFolder _folder = new(isForEmulator: false);
    private MotoServer? _moto;
    private Terraform? _terraform;
    private AwsCli? _aws;
    private List<JsonElement> _resources = [];

    /// <summary>What each rule matches, by what it watches, such as <c>trail</c>.</summary>
    public IReadOnlyDictionary<string, EventPattern> Patterns { get; private set; } = new Dictionary<string, EventPattern>();

    /// <summary>The event rules, by what they watch.</summary>
    public IReadOnlyDictionary<string, JsonElement> Rules => Of("aws_cloudwatch_event_rule");

    /// <summary>The targets of the rules.</summary>
    public IReadOnlyDictionary<string, JsonElement> Targets => Of("aws_cloudwatch_event_target");

    /// <summary>The metric filters on the trail's log group.</summary>
    public IReadOnlyDictionary<string, JsonElement> Filters => Of("aws_cloudwatch_log_metric_filter");

    /// <summary>Every alarm, by its name without the prefix.</summary>
    public IReadOnlyDictionary<string, JsonElement> Alarms => Of("aws_cloudwatch_metric_alarm");

    /// <summary>What the dashboard shows.</summary>
    public JsonElement Dashboard => JsonDocument.Parse(_resources
        .Single(resource => resource.GetProperty("type").GetString() == "aws_cloudwatch_dashboard")
        .GetProperty("values").GetProperty("dashboard_body").GetString()!).RootElement;

    /// <summary>The source of the module.</summary>
    public static string Module { get; } = Path.Combine(Checkout.Root, "terraform", "modules", "watch");

    public async ValueTask InitializeAsync()
    {
        _moto = await MotoServer.StartAsync();
        _aws = new AwsCli(_moto.Url, Region);
        await _aws!.SqsAsync("create-queue", "--queue-name", "people");
        await _aws.JsonAsync("logs", "create-log-group", "--log-group-name", "/sgwatch/trail");

        var folder = Directory.CreateDirectory(_folder.Example("watch-alone")).FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, "main.tf"), Root);
        _terraform = await Terraform.InitAsync(folder, _moto.Url);
        (await _terraform.RunAsync(ApplyTimeout, "apply", "-auto-approve", "-no-color")).Succeeded();

        var state = await _terraform.ShowAsync();
        var module = state.GetProperty("values").GetProperty("root_module").GetProperty("child_modules")[0];
        _resources = [.. module.GetProperty("resources").EnumerateArray()];
        Patterns = Rules.ToDictionary(rule => rule.Key, rule => EventPattern.Parse(rule.Value.Text("event_pattern")));
    }

    /// <summary>Plans again: exit code 0 if nothing would be changed, 2 if something would.</summary>
    public Task<ToolResult> PlanAsync() => _terraform!.RunAsync(ApplyTimeout, "plan", "-detailed-exitcode", "-no-color");

    /// <summary>Puts events on the bus, ten in a call, as EventBridge takes them.</summary>
    public async Task PutAsync(IEnumerable<CallRecord> calls)
    {
        foreach (var batch in calls.Chunk(10))
        {
            var put = await _aws!.RunAsync("events", "put-events", "--entries", JsonSerializer.Serialize(batch.Select(call => new
            {
                Source = call.Source,
                DetailType = CallRecord.DetailType,
                Detail = JsonSerializer.Serialize(call.Detail),
            })));
            Assert.True(put.ExitCode == 0, $"{put.Error}{_moto!.Log}");
            Assert.Equal(0, put.Json().GetProperty("FailedEntryCount").GetInt32());
        }
    }

    /// <summary>Takes every message that has come to the people's queue.</summary>
    public async Task<List<string>> TakeMessagesAsync()
    {
        List<string> texts = [];
        while (true)
        {
            var answer = await _aws!.SqsAsync("receive-message", "--queue-url", $"{_moto!.Url}{Account}/people",
                "--max-number-of-messages", "10", "--visibility-timeout", "600");
            if (answer.ValueKind != JsonValueKind.Object)
            {
                return texts;
            }
            texts.AddRange(answer.GetProperty("Messages").EnumerateArray()
                .Select(message => JsonDocument.Parse(message.Text("Body")).RootElement.GetString()!));
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_moto is not null)
        {
            await _moto.DisposeAsync();
        }
        _folder.Dispose();
    }

    private Dictionary<string, JsonElement> Of(string type) => _resources
        .Where(resource => resource.GetProperty("type").GetString() == type)
        .ToDictionary(resource => resource.GetProperty("index").GetString()!, resource => resource.GetProperty("values"));

    private static string Root => $$"""
        provider "aws" {
          region      = "{{Region}}"
          max_retries = 2
        }
        module "watch" {
          source                  = "../../modules/watch"
          name_prefix             = "sgwatch"
          topic_arn               = "arn:aws:sqs:{{Region}}:{{Account}}:people"
          topic_name              = "people"
          trail_arn               = "arn:aws:cloudtrail:{{Region}}:{{Account}}:trail/guard-trail"
          trail_name              = "guard-trail"
          trail_bucket_name       = "guard-trail-{{Account}}"
          trail_log_group_name    = "/sgwatch/trail"
          function_name           = "guard"
          function_role_name      = "guard-role"
          function_log_group_name = "/aws/lambda/guard"
          event_rule_name         = "guard-changes"
          scheduler_name          = "guard-sweep"
          queue_name              = "guard-events"
          queue_arn               = "arn:aws:sqs:{{Region}}:{{Account}}:guard-events"
          dead_letter_queue_names = ["guard-events-dead", "guard-targets-dead"]
          policy_bucket_name      = "guard-policy-{{Account}}"
          table_name              = "guard-incidents"
          kms_key_arn             = "arn:aws:kms:{{Region}}:{{Account}}:key/1234abcd-12ab-34cd-56ef-1234567890ab"
        }
        """;
}
