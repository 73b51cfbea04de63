using System.Text.Json;
using System.Text.RegularExpressions;

namespace SgWatch.EndToEnd.Stack;

[Collection(UsesWatch.Name)]
public sealed partial class WatchTamperingTests(WatchFixture watch)
{
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
            "SgWatch, guard tampered with: the trail guard-trail, which feeds SgWatch, was stopped, deleted or changed. "
            + "What: StopLogging of cloudtrail.amazonaws.com. Who: arn:aws:sts::123456789012:assumed-role/admin/mallory (AssumedRole) from 203.0.113.9. "
            + "When: 2026-11-23T10:00:00Z. Where: account 123456789012, region us-east-1. CloudTrail event: 7c1ce906-0000-4000-8000-000000000000. "
            + "What to do: If nobody planned it: start it again (aws cloudtrail start-logging), apply the Terraform again, and revoke the caller's credentials. "
            + "While the trail is off only the sweep guards.",
            stopped);
        Assert.DoesNotContain(told, text => text.Contains("nothing at all", StringComparison.Ordinal)); // the user agent, in which a caller writes what it likes
    }

    private IEnumerable<string> RulesFor(CallRecord call) => watch.Patterns.Where(pattern => pattern.Value.Matches(call.Message)).Select(pattern => pattern.Key);

    private static string WhatIsTold(JsonElement target) => Template(target).TrimStart('"').Split(" What: ")[0];

    private static string Template(JsonElement target) => Text(target.GetProperty("input_transformer")[0], "input_template");

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString()!;

    [GeneratedRegex(@" What: (\w+) of ")]
    private static partial Regex WhatCall();
}
