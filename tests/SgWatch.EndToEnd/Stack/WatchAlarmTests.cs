using SgWatch.EndToEnd.Tools;

namespace SgWatch.EndToEnd.Stack;

[Collection(UsesWatch.Name)]
public sealed class WatchAlarmTests(WatchFixture watch)
{
    [Fact]
    public void A_metric_filter_and_its_alarm_have_the_same_metric()
    {
        Assert.NotEmpty(watch.Filters);
        foreach (var (key, filter) in watch.Filters)
        {
            var metric = Assert.Single(filter.GetProperty("metric_transformation").EnumerateArray());
            var alarm = watch.Alarms[key];
            Assert.Equal((metric.Text("namespace"), metric.Text("name")), (alarm.Text("namespace"), alarm.Text("metric_name")));
            Assert.Equal("/sgwatch/trail", filter.Text("log_group_name"));
        }
        var metrics = watch.Filters.Values.Select(filter => filter.GetProperty("metric_transformation")[0].Text("name"));
        Assert.Equal(watch.Filters.Count, metrics.Distinct().Count());
    }

    [Theory] // in the benchmark's own form; calls that the benchmark lacks come last
    [InlineData("cis-security-groups", """
        { ($.eventName = AuthorizeSecurityGroupIngress) || ($.eventName = AuthorizeSecurityGroupEgress)
         || ($.eventName = RevokeSecurityGroupIngress) || ($.eventName = RevokeSecurityGroupEgress)
         || ($.eventName = CreateSecurityGroup) || ($.eventName = DeleteSecurityGroup) || ($.eventName = ModifySecurityGroupRules) }
        """)]
    [InlineData("cis-key-deletion", """
        { ($.eventSource = kms.amazonaws.com) && (($.eventName = DisableKey) || ($.eventName = ScheduleKeyDeletion)) }
        """)]
    [InlineData("cis-root-use", """
        { $.userIdentity.type = "Root" && $.userIdentity.invokedBy NOT EXISTS && $.eventType != "AwsServiceEvent" }
        """)]
    [InlineData("guard-rules", """
        { ($.eventSource = events.amazonaws.com) && ($.errorCode NOT EXISTS)
         && (($.eventName = DisableRule) || ($.eventName = DeleteRule) || ($.eventName = PutRule)
         || ($.eventName = RemoveTargets) || ($.eventName = PutTargets))
         && (($.requestParameters.name = "guard-changes") || ($.requestParameters.name = "sgwatch-watch-*")
         || ($.requestParameters.rule = "guard-changes") || ($.requestParameters.rule = "sgwatch-watch-*")) }
        """)]
    public void A_filter_has_this_pattern(string key, string pattern) =>
        Assert.Equal(pattern.ReplaceLineEndings(""), watch.Filters[key].Text("pattern"));

    [Fact]
    public void The_dashboard_shows_every_alarm_and_its_widgets_do_not_overlap()
    {
        var widgets = watch.Dashboard.GetProperty("widgets").EnumerateArray().ToList();
        var shown = widgets[0].GetProperty("properties").GetProperty("alarms").EnumerateArray().Select(arn => arn.GetString()!).ToList();
        Assert.Equal(
            watch.Alarms.Values.Select(alarm => alarm.Text("arn")).Order(StringComparer.Ordinal),
            shown.Order(StringComparer.Ordinal));
        Assert.InRange(shown.Count, 1, 100); // CloudWatch user guide, dashboard body structure: at most 100 alarms in a widget

        var cells = widgets.SelectMany(static widget =>
            from x in Enumerable.Range(widget.GetProperty("x").GetInt32(), widget.GetProperty("width").GetInt32())
            from y in Enumerable.Range(widget.GetProperty("y").GetInt32(), widget.GetProperty("height").GetInt32())
            select (x, y)).ToList();
        Assert.Equal(cells.Count, cells.Distinct().Count());
        Assert.All(cells, cell => Assert.InRange(cell.x, 0, 23));
        string[] metrics =
        [
            "Reverted", "Failed", "Ignored", "EventToRevertMs", "SweepCompleted",
            "ApproximateAgeOfOldestMessage", "ApproximateNumberOfMessagesVisible",
        ];
        foreach (var metric in metrics)
        {
            Assert.Contains(widgets, widget =>
                widget.GetProperty("properties").TryGetProperty("metrics", out var lines)
                && lines.EnumerateArray().Any(line => line[1].GetString() == metric));
        }
    }
}
