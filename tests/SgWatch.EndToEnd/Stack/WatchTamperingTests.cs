using System.Text.Json;
using System.Text.RegularExpressions;
using SgWatch.EndToEnd.Tools;

namespace SgWatch.EndToEnd.Stack;

[Collection(UsesWatch.Name)]
public sealed partial class WatchTamperingTests(WatchFixture watch)
{
    [Fact]
    public void Each_call_that_tampers_matches_its_rule_and_no_other()
    {
        foreach (var (rule, call) in WatchCalls.Tampering)
        {
            Assert.True(
                RulesFor(call).SequenceEqual([rule]),
                $"{call.Name} {call.Request}: expected {rule}, found [{string.Join(", ", RulesFor(call))}]");
        }
        Assert.Empty(watch.Patterns.Keys.Except(WatchCalls.Tampering.Select(row => row.Rule))); // no rule without a row
    }

    [Fact]
    public void No_rule_matches_a_harmless_call()
    {
        foreach (var call in WatchCalls.Harmless)
        {
            Assert.True(!RulesFor(call).Any(), $"{call.Name} {call.Request} {call.Error}: found [{string.Join(", ", RulesFor(call))}]");
        }
    }

    [Fact]
    public void An_event_of_another_source_is_no_tampering_even_if_it_says_so()
    {
        var forged = JsonSerializer.SerializeToNode(WatchCalls.Tampering[0].Call.Message)!.AsObject();
        forged["source"] = "my.app";
        Assert.DoesNotContain(watch.Patterns, pattern => pattern.Value.Matches(JsonSerializer.SerializeToElement(forged)));
    }

    [Fact] // moto has its own matching of event patterns, and fills the template
    public async Task Each_call_that_tampers_is_reported_once_in_plain_words_and_harmless_ones_never()
    {
        await watch.PutAsync(WatchCalls.Harmless.Concat(WatchCalls.Tampering.Select(row => row.Call)));

        var messages = await watch.TakeMessagesAsync();

        Assert.Equal(
            WatchCalls.Tampering.Select(row => $"{row.Rule}: {row.Call.Name.Split(' ')[1]}").Order(StringComparer.Ordinal),
            messages.Select(text => $"{RuleOf(text)}: {WhatCall().Match(text).Groups[1].Value}").Order(StringComparer.Ordinal));
        var stopped = messages.First(text =>
            text.Contains("StopLogging", StringComparison.Ordinal) && text.Contains("the trail guard-trail", StringComparison.Ordinal));
        Assert.Equal(
            "SgWatch, guard tampered with: the trail guard-trail, which feeds SgWatch, was stopped, deleted or changed. "
            + "What: StopLogging of cloudtrail.amazonaws.com. "
            + "Who: arn:aws:sts::123456789012:assumed-role/admin/mallory (AssumedRole) from 203.0.113.9. "
            + "When: 2026-11-23T10:00:00Z. Where: account 123456789012, region us-east-1. "
            + "CloudTrail event: 7c1ce906-0000-4000-8000-000000000000. "
            + "What to do: If nobody planned it: start it again (aws cloudtrail start-logging), apply the Terraform again, "
            + "and revoke the caller's credentials. "
            + "While the trail is off only the sweep guards.",
            stopped);
        // no message has the user agent, in which a caller may write anything
        Assert.DoesNotContain(messages, text => text.Contains("nothing at all", StringComparison.Ordinal));
    }

    private IEnumerable<string> RulesFor(CallRecord call) =>
        watch.Patterns.Where(pattern => pattern.Value.Matches(call.Message)).Select(pattern => pattern.Key);

    // the rule whose target's template begins as the message does
    private string RuleOf(string message)
    {
        var target = watch.Targets.Values.Single(target => message.StartsWith(Headline(target), StringComparison.Ordinal));
        return target.Text("rule")["sgwatch-watch-".Length..];
    }

    private static string Headline(JsonElement target) =>
        target.GetProperty("input_transformer")[0].Text("input_template").TrimStart('"').Split(" What: ")[0];

    [GeneratedRegex(@" What: (\w+) of ")]
    private static partial Regex WhatCall();
}
