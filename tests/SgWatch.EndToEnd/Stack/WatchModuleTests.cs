using System.Text.Json;
using System.Text.RegularExpressions;
using SgWatch.EndToEnd.Loop;
using SgWatch.EndToEnd.Tools;

namespace SgWatch.EndToEnd.Stack;

[Collection(UsesWatch.Name)]
public sealed partial class WatchModuleTests(WatchFixture watch)
{
    // quotas: EventBridge, event pattern size (default) and targets of a rule; CloudWatch Logs, PutMetricFilter; CloudWatch, PutMetricAlarm
    private const int MaxPatternLength = 2048;
    private const int MaxTargets = 5;
    private const int MaxFilterLength = 1024;
    private const int MaxTemplateLength = 8192;
    private const int MaxAlarmDescriptionLength = 1024;
    private const int MaxRuleDescriptionLength = 512;

    [Fact]
    public async Task A_second_plan_is_empty()
    {
        var plan = await watch.PlanAsync();
        Assert.True(plan.ExitCode == 0, plan.Output + plan.Error);
    }

    [Fact]
    public void Everything_is_within_the_quotas_of_AWS()
    {
        Assert.All(watch.Rules.Values, rule => Assert.InRange(rule.Text("event_pattern").Length, 1, MaxPatternLength));
        Assert.All(watch.Rules.Values, rule => Assert.InRange(rule.Text("description").Length, 1, MaxRuleDescriptionLength));
        Assert.All(watch.Targets.Values.GroupBy(target => target.Text("rule")), targets => Assert.InRange(targets.Count(), 1, MaxTargets));
        Assert.All(watch.Targets.Values, target => Assert.InRange(Template(target).Length, 1, MaxTemplateLength));
        Assert.All(watch.Filters.Values, filter => Assert.InRange(filter.Text("pattern").Length, 1, MaxFilterLength));
        Assert.All(watch.Alarms.Values, alarm => Assert.InRange(alarm.Text("alarm_description").Length, 1, MaxAlarmDescriptionLength));
        // PutMetricAlarm: at most seven days in all, and at most one if a period is shorter than an hour
        Assert.All(watch.Alarms.Values, alarm =>
        {
            var period = alarm.GetProperty("period").GetInt32();
            Assert.InRange(period * alarm.GetProperty("evaluation_periods").GetInt32(), 60, period < 3600 ? 86_400 : 604_800);
        });
    }

    [Fact] // a misspelt call would never be counted, and nobody would notice
    public async Task Every_call_that_is_watched_is_one_of_AWS()
    {
        var python = await Python.FindAsync("botocore.session", "pip install botocore");
        var services = (await Tool.RunAsync(python, ["-c", """
            import json, botocore.session
            s = botocore.session.get_session()
            names = {"monitoring": "cloudwatch"}
            wanted = ["cloudtrail", "events", "scheduler", "lambda", "iam", "sns", "s3", "kms", "logs", "monitoring", "sqs", "dynamodb",
                      "ec2", "config", "organizations"]
            print(json.dumps({w: s.get_service_model(names.get(w, w)).operation_names for w in wanted}))
            """])).Json();
        var calls = services.EnumerateObject().ToDictionary(
            service => service.Name,
            service => service.Value.EnumerateArray().Select(name => name.GetString()!).ToHashSet());

        foreach (var (key, rule) in watch.Rules)
        {
            var detail = JsonDocument.Parse(rule.Text("event_pattern")).RootElement.GetProperty("detail");
            var service = detail.GetProperty("eventSource")[0].GetString()!.Split('.')[0];
            foreach (var name in detail.GetProperty("eventName").EnumerateArray())
            {
                var known = name.ValueKind == JsonValueKind.String
                    ? calls[service].Contains(name.GetString()!)
                    : calls[service].Any(call => call.StartsWith(name.Text("prefix"), StringComparison.Ordinal));
                Assert.True(known, $"rule {key}: {service} has no call {name}");
            }
        }
        foreach (var (key, filter) in watch.Filters)
        {
            var pattern = filter.Text("pattern");
            var source = EventSource().Match(pattern) is { Success: true } match ? match.Groups[1].Value : null;
            var known = source is null ? calls.Values.SelectMany(names => names).ToHashSet() : calls[source];
            Assert.All(EventName().Matches(pattern).Select(name => name.Groups[1].Value).Except(["ConsoleLogin"]),
                name => Assert.True(known.Contains(name), $"filter {key}: {source ?? "AWS"} has no call {name}"));
        }
    }

    [Fact]
    public void Every_alarm_has_its_entry_in_the_runbook_and_every_entry_its_alarm()
    {
        var runbook = File.ReadAllText(Path.Combine(Checkout.Root, "docs", "runbook.md"));
        var entries = Entry().Matches(runbook).Select(entry => entry.Groups[1].Value).ToList();
        Assert.Equal(RunbookEntries().Distinct().Order(StringComparer.Ordinal), entries.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_modules_readme_names_every_input_output_rule_and_alarm()
    {
        var readme = File.ReadAllText(Path.Combine(WatchFixture.Module, "README.md"));
        var module = string.Concat(Directory.EnumerateFiles(WatchFixture.Module, "*.tf").Select(File.ReadAllText));
        var declared = Declared().Matches(module).Select(name => name.Groups[1].Value);
        Assert.All(
            declared.Concat(RunbookEntries()).Concat(watch.Rules.Keys).Distinct(),
            name => Assert.Contains($"`{name}`", readme, StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_modules_own_tests_pass_and_its_files_are_formatted()
    {
        using var folder = new StackFolder(isForEmulator: false);
        var terraform = await Terraform.InitAsync(Path.Combine(folder.Root, "modules", "watch"));
        (await terraform.RunAsync(TimeSpan.FromMinutes(1), "fmt", "-check", "-recursive", "-diff")).Succeeded();
        (await terraform.RunAsync(TimeSpan.FromMinutes(3), "test", "-no-color")).Succeeded();
    }

    // the entry of the runbook that each alarm names
    private IEnumerable<string> RunbookEntries() =>
        watch.Alarms.Values.Select(alarm => Runbook().Match(alarm.Text("alarm_description")).Groups[1].Value);

    private static string Template(JsonElement target) => target.GetProperty("input_transformer")[0].Text("input_template");

    [GeneratedRegex(@"\$\.eventSource = (\w+)\.amazonaws\.com")]
    private static partial Regex EventSource();

    [GeneratedRegex("""\$\.eventName = "?(\w+)""")]
    private static partial Regex EventName();

    [GeneratedRegex(@"^### ([a-z0-9-]+)$", RegexOptions.Multiline)]
    private static partial Regex Entry();

    [GeneratedRegex(@"Runbook: ([a-z0-9-]+)\.$")]
    private static partial Regex Runbook();

    [GeneratedRegex("""^(?:variable|output) "(\w+)" """, RegexOptions.Multiline)]
    private static partial Regex Declared();
}
