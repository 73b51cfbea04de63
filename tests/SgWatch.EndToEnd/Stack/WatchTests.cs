using System.Text.Json;
using System.Text.RegularExpressions;
using SgWatch.EndToEnd.Loop;
using SgWatch.EndToEnd.Tools;

namespace SgWatch.EndToEnd.Stack;

[Collection(UsesWatch.Name)]
public sealed partial class WatchTests(WatchFixture watch)
{
    // quotas: EventBridge, event pattern size (default) and targets of a rule; CloudWatch Logs, PutMetricFilter; CloudWatch, PutMetricAlarm
    private const int MaxPatternLength = 2048;
    private const int MaxTargets = 5;
    private const int MaxFilterLength = 1024;
    private const int MaxTemplateLength = 8192;
    private const int MaxAlarmDescriptionLength = 1024;
    private const int MaxRuleDescriptionLength = 512;

    [Fact]
    public void Each_call_that_tampers_matches_its_rule_and_no_other()
    {
        foreach (var (rule, call) in WatchCalls.Tampering)
        {
            Assert.True(RulesFor(call).SequenceEqual([rule]), $"{call.Name} {call.Request}: expected {rule}, found [{string.Join(", ", RulesFor(call))}]");
        }
        Assert.Empty(watch.Patterns.Keys.Except(WatchCalls.Tampering.Select(row => row.Rule))); // no rule without a row
    }

    [Fact]
    public void No_rule_tells_of_harmless_neighbours()
    {
        foreach (var call in WatchCalls.Harmless)
        {
            Assert.True(!RulesFor(call).Any(), $"{call.Name} {call.Request} {call.Error}: found [{string.Join(", ", RulesFor(call))}]");
        }
    }

    [Fact]
    public void A_customers_own_event_is_no_tampering_though_it_says_so()
    {
        var forged = JsonSerializer.SerializeToNode(WatchCalls.Tampering[0].Call.Message)!.AsObject();
        forged["source"] = "my.app";
        Assert.DoesNotContain(watch.Patterns, pattern => pattern.Value.Matches(JsonSerializer.SerializeToElement(forged)));
    }

    [Fact] // moto has a reading of event patterns of its own, and fills the template
    public async Task Each_call_that_tampers_is_told_once_in_plain_words_and_harmless_ones_never()
    {
        await watch.PutAsync(WatchCalls.Harmless.Concat(WatchCalls.Tampering.Select(row => row.Call)));

        var told = await watch.TakeMessagesAsync();

        Assert.Equal(
            WatchCalls.Tampering.Select(row => $"{row.Rule}: {row.Call.Name.Split(' ')[1]}").Order(StringComparer.Ordinal),
            told.Select(text => $"{watch.Targets.Single(target => text.StartsWith(WhatIsTold(target.Value), StringComparison.Ordinal)).Value.GetProperty("rule").GetString()!["sgwatch-watch-".Length..]}: "
                + WhatCall().Match(text).Groups[1].Value).Order(StringComparer.Ordinal));
        var stopped = told.First(text => text.Contains("StopLogging", StringComparison.Ordinal) && text.Contains("the trail guard-trail", StringComparison.Ordinal));
        Assert.Equal(
            "SgWatch, guard tampered with: the trail guard-trail, by which SgWatch hears of changes, was stopped, deleted or changed. "
            + "What: StopLogging of cloudtrail.amazonaws.com. Who: arn:aws:sts::123456789012:assumed-role/admin/mallory (AssumedRole) from 203.0.113.9. "
            + "When: 2026-11-23T10:00:00Z. Where: account 123456789012, region us-east-1. CloudTrail event: 7c1ce906-0000-4000-8000-000000000000. "
            + "What to do: If nobody planned it: start it again (aws cloudtrail start-logging), apply the Terraform again, and take the caller's credentials away. "
            + "While the trail is off only the sweep guards.",
            stopped);
        Assert.DoesNotContain(told, text => text.Contains("nothing at all", StringComparison.Ordinal)); // the user agent, in which a caller writes what it likes
    }

    [Fact]
    public async Task A_second_plan_is_empty()
    {
        var plan = await watch.PlanAsync();
        Assert.True(plan.ExitCode == 0, plan.Output + plan.Error);
    }

    [Fact]
    public void Everything_keeps_within_the_quotas_of_AWS()
    {
        Assert.All(watch.Rules.Values, rule => Assert.InRange(Text(rule, "event_pattern").Length, 1, MaxPatternLength));
        Assert.All(watch.Rules.Values, rule => Assert.InRange(Text(rule, "description").Length, 1, MaxRuleDescriptionLength));
        Assert.All(watch.Targets.Values.GroupBy(target => Text(target, "rule")), targets => Assert.InRange(targets.Count(), 1, MaxTargets));
        Assert.All(watch.Targets.Values, target => Assert.InRange(Template(target).Length, 1, MaxTemplateLength));
        Assert.All(watch.Filters.Values, filter => Assert.InRange(Text(filter, "pattern").Length, 1, MaxFilterLength));
        Assert.All(watch.Alarms.Values, alarm => Assert.InRange(Text(alarm, "alarm_description").Length, 1, MaxAlarmDescriptionLength));
        // PutMetricAlarm: at most seven days in all, and at most one if a period is shorter than an hour
        Assert.All(watch.Alarms.Values, alarm => Assert.InRange(
            alarm.GetProperty("period").GetInt32() * alarm.GetProperty("evaluation_periods").GetInt32(), 60, alarm.GetProperty("period").GetInt32() < 3600 ? 86_400 : 604_800));
    }

    [Fact]
    public void A_metric_filter_and_its_alarm_speak_of_one_metric()
    {
        Assert.NotEmpty(watch.Filters);
        foreach (var (key, filter) in watch.Filters)
        {
            var metric = Assert.Single(filter.GetProperty("metric_transformation").EnumerateArray());
            var alarm = watch.Alarms[key];
            Assert.Equal((Text(metric, "namespace"), Text(metric, "name")), (Text(alarm, "namespace"), Text(alarm, "metric_name")));
            Assert.Equal("/sgwatch/trail", Text(filter, "log_group_name"));
        }
        Assert.Equal(watch.Filters.Count, watch.Filters.Values.Select(filter => Text(filter.GetProperty("metric_transformation")[0], "name")).Distinct().Count());
    }

    [Fact]
    public void The_dashboard_shows_every_alarm_and_its_widgets_do_not_overlap()
    {
        var widgets = watch.Dashboard.GetProperty("widgets").EnumerateArray().ToList();
        var shown = widgets[0].GetProperty("properties").GetProperty("alarms").EnumerateArray().Select(arn => arn.GetString()!).ToList();
        Assert.Equal(watch.Alarms.Values.Select(alarm => Text(alarm, "arn")).Order(StringComparer.Ordinal), shown.Order(StringComparer.Ordinal));
        Assert.InRange(shown.Count, 1, 100); // CloudWatch user guide, dashboard body structure: at most 100 alarms in a widget

        var cells = widgets.SelectMany(static widget =>
            from x in Enumerable.Range(widget.GetProperty("x").GetInt32(), widget.GetProperty("width").GetInt32())
            from y in Enumerable.Range(widget.GetProperty("y").GetInt32(), widget.GetProperty("height").GetInt32())
            select (x, y)).ToList();
        Assert.Equal(cells.Count, cells.Distinct().Count());
        Assert.All(cells, cell => Assert.InRange(cell.x, 0, 23));
        foreach (var metric in (string[])["Reverted", "Failed", "Ignored", "EventToRevertMs", "SweepCompleted", "ApproximateAgeOfOldestMessage", "ApproximateNumberOfMessagesVisible"])
        {
            Assert.Contains(widgets, widget => widget.GetProperty("properties").TryGetProperty("metrics", out var lines) && lines.EnumerateArray().Any(line => line[1].GetString() == metric));
        }
    }

    [Theory] // in the benchmark's own form; calls that it lacks come last
    [InlineData("cis-security-groups", "{ ($.eventName = AuthorizeSecurityGroupIngress) || ($.eventName = AuthorizeSecurityGroupEgress) || ($.eventName = RevokeSecurityGroupIngress) || ($.eventName = RevokeSecurityGroupEgress) || ($.eventName = CreateSecurityGroup) || ($.eventName = DeleteSecurityGroup) || ($.eventName = ModifySecurityGroupRules) }")]
    [InlineData("cis-key-deletion", "{ ($.eventSource = kms.amazonaws.com) && (($.eventName = DisableKey) || ($.eventName = ScheduleKeyDeletion)) }")]
    [InlineData("cis-root-use", "{ $.userIdentity.type = \"Root\" && $.userIdentity.invokedBy NOT EXISTS && $.eventType != \"AwsServiceEvent\" }")]
    [InlineData("guard-rules", "{ ($.eventSource = events.amazonaws.com) && ($.errorCode NOT EXISTS) && (($.eventName = DisableRule) || ($.eventName = DeleteRule) || ($.eventName = PutRule) || ($.eventName = RemoveTargets) || ($.eventName = PutTargets)) && (($.requestParameters.name = \"guard-changes\") || ($.requestParameters.name = \"sgwatch-watch-*\") || ($.requestParameters.rule = \"guard-changes\") || ($.requestParameters.rule = \"sgwatch-watch-*\")) }")]
    public void A_filter_reads(string key, string pattern) => Assert.Equal(pattern, Text(watch.Filters[key], "pattern"));

    [Fact] // a misspelt call would never be counted, and nobody would notice
    public async Task Every_call_that_is_watched_is_one_of_AWS()
    {
        var python = await Python.FindAsync("botocore.session", "pip install botocore");
        var services = (await Tool.RunAsync(python, ["-c", """
            import json, botocore.session
            s = botocore.session.get_session()
            names = {"monitoring": "cloudwatch"}
            wanted = ["cloudtrail", "events", "scheduler", "lambda", "iam", "sns", "s3", "kms", "logs", "monitoring", "sqs", "dynamodb", "ec2", "config", "organizations"]
            print(json.dumps({w: s.get_service_model(names.get(w, w)).operation_names for w in wanted}))
            """])).Json();
        var calls = services.EnumerateObject().ToDictionary(service => service.Name, service => service.Value.EnumerateArray().Select(name => name.GetString()!).ToHashSet());

        foreach (var (key, rule) in watch.Rules)
        {
            var detail = JsonDocument.Parse(Text(rule, "event_pattern")).RootElement.GetProperty("detail");
            var service = detail.GetProperty("eventSource")[0].GetString()!.Split('.')[0];
            foreach (var name in detail.GetProperty("eventName").EnumerateArray())
            {
                var known = name.ValueKind == JsonValueKind.String
                    ? calls[service].Contains(name.GetString()!)
                    : calls[service].Any(call => call.StartsWith(Text(name, "prefix"), StringComparison.Ordinal));
                Assert.True(known, $"rule {key}: {service} has no call {name}");
            }
        }
        foreach (var (key, filter) in watch.Filters)
        {
            var pattern = Text(filter, "pattern");
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
        var alarms = watch.Alarms.Values.Select(alarm => Runbook().Match(Text(alarm, "alarm_description")).Groups[1].Value).Distinct().ToList();
        Assert.Equal(alarms.Order(StringComparer.Ordinal), entries.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_modules_readme_names_every_input_output_rule_and_alarm()
    {
        var readme = File.ReadAllText(Path.Combine(WatchFixture.Module, "README.md"));
        var declared = Declared().Matches(string.Concat(Directory.EnumerateFiles(WatchFixture.Module, "*.tf").Select(File.ReadAllText))).Select(name => name.Groups[1].Value);
        var alarms = watch.Alarms.Values.Select(alarm => Runbook().Match(Text(alarm, "alarm_description")).Groups[1].Value);
        Assert.All(declared.Concat(alarms).Concat(watch.Rules.Keys).Distinct(), name => Assert.Contains($"`{name}`", readme, StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_modules_own_tests_pass_and_its_files_are_formatted()
    {
        var folder = Directory.CreateTempSubdirectory("sgwatch-watch-").FullName;
        try
        {
            WatchFixture.CopyModule(folder);
            var terraform = await Terraform.InitAsync(folder);
            (await terraform.RunAsync(TimeSpan.FromMinutes(1), "fmt", "-check", "-recursive", "-diff")).Succeeded();
            (await terraform.RunAsync(TimeSpan.FromMinutes(3), "test", "-no-color")).Succeeded();
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private IEnumerable<string> RulesFor(CallRecord call) => watch.Patterns.Where(pattern => pattern.Value.Matches(call.Message)).Select(pattern => pattern.Key);

    private static string WhatIsTold(JsonElement target) => Template(target).TrimStart('"').Split(" What: ")[0];

    private static string Template(JsonElement target) => Text(target.GetProperty("input_transformer")[0], "input_template");

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString()!;

    [GeneratedRegex(@" What: (\w+) of ")]
    private static partial Regex WhatCall();

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
