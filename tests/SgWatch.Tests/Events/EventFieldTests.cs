using System.Text;
using System.Text.Json.Nodes;
using SgWatch.Changes;
using SgWatch.Events;

namespace SgWatch.Tests.Events;

/// <summary>Single fields of events, with right and wrong values.</summary>
public sealed class EventFieldTests
{
    [Theory]
    [InlineData("2026-03-01T09:30:00Z", "2026-03-01T09:30:00+00:00")]
    [InlineData("2026-03-01T09:30:00.25Z", "2026-03-01T09:30:00.25+00:00")]
    [InlineData("2026-03-01T11:30:00+02:00", "2026-03-01T09:30:00+00:00")]
    [InlineData("2026-03-01 09:30:00", "2026-03-01T09:30:00+00:00")]
    [InlineData("2026-03-01 09:30:00.000", "2026-03-01T09:30:00+00:00")]
    [InlineData("yesterday", "2026-03-01T09:30:01+00:00")] // the envelope's
    public void Event_time_is_read_in_the_forms_that_are_in_use(string text, string expected)
    {
        var message = JsonNode.Parse(Fixture.Bytes("authorize-ingress"))!;
        message["detail"]!["eventTime"] = text;
        Assert.Equal(DateTimeOffset.Parse(expected, null), ChangeOf(message).Origin.EventTime);
    }

    [Theory]
    [InlineData("123456789012", "123456789012")]
    [InlineData("12345678901", "111122223333")] // the record's
    [InlineData("12345678901a", "111122223333")]
    [InlineData("../3456789012", "111122223333")]
    [InlineData("", "111122223333")] // an emulator's forwarded event has none
    public void An_account_is_twelve_digits_and_the_envelopes_comes_first(string account, string expected)
    {
        var message = JsonNode.Parse(Fixture.Bytes("authorize-ingress"))!;
        message["account"] = account;
        Assert.Equal("111122223333", (string?)message["detail"]!["recipientAccountId"]);
        Assert.Equal(expected, ChangeOf(message).Origin.Account);
    }

    [Theory]
    [InlineData("123456789012", "123456789012")]
    [InlineData("12345678901", "111122223333")] // the caller's
    public void Without_an_envelope_the_records_recipient_counts(string account, string expected)
    {
        var record = JsonNode.Parse(Fixture.Bytes("authorize-ingress"))!["detail"]!;
        record["recipientAccountId"] = account;
        record["userIdentity"]!["accountId"] = "111122223333";
        Assert.Equal(expected, ChangeOf(record).Origin.Account);
    }

    [Theory]
    [InlineData("us-gov-west-1", "us-gov-west-1")]
    [InlineData("evil.example/", "eu-west-1")] // the envelope's
    [InlineData("", "eu-west-1")]
    public void A_region_is_letters_digits_and_hyphens(string region, string expected)
    {
        var message = JsonNode.Parse(Fixture.Bytes("authorize-ingress"))!;
        message["detail"]!["awsRegion"] = region;
        Assert.Equal(expected, ChangeOf(message).Origin.Region);
    }

    [Theory]
    [InlineData("sg-1", "sg-1")]
    [InlineData("sg-", "every group")]
    [InlineData("sg-0a1b\\n", "every group")]
    [InlineData("sg-0A1B", "every group")]
    [InlineData("i-0a1b2c3d4e5f60718", "every group")]
    [InlineData("sg-0123456789012345678901234567890123456789012345678901234567890123456789", "every group")]
    public void A_wrong_group_id_names_no_group(string groupId, string target)
    {
        var message = JsonNode.Parse(Fixture.Bytes("revoke-ingress"))!;
        message["detail"]!["requestParameters"]!["groupId"] = groupId;
        Assert.Equal($"{target} new none", TriggerText.Of(Assert.Single(ChangeOf(message).Hints)));
    }

    [Theory]
    [InlineData(255, "NamedGroup")]
    [InlineData(256, "EveryGroup")]
    [InlineData(0, "EveryGroup")]
    public void A_group_name_has_1_to_255_characters(int length, string target)
    {
        var message = JsonNode.Parse(Fixture.Bytes("authorize-ingress-name-only"))!;
        message["detail"]!["requestParameters"]!["groupName"] = new string('*', length);
        Assert.Equal(target, Assert.Single(ChangeOf(message).Hints).Target.GetType().Name);
    }

    [Fact]
    public void Text_that_is_only_shown_is_cut_but_never_in_half_a_character()
    {
        var message = JsonNode.Parse(Fixture.Bytes("authorize-ingress"))!;
        message["detail"]!["userAgent"] = new string('a', 999) + "😀" + new string('b', 5000);
        Assert.Equal(new string('a', 999), ChangeOf(message).Origin.Actor!.UserAgent);
    }

    [Fact]
    public void More_rules_than_a_group_can_hold_are_not_compared_one_by_one()
    {
        var message = JsonNode.Parse(Fixture.Bytes("authorize-egress-no-rule-set"))!;
        var items = message["detail"]!["requestParameters"]!["ipPermissions"]!["items"]![0]!["ipRanges"]!["items"]!.AsArray();
        for (var number = 0; number < 2000; number++)
        {
            items.Add(new JsonObject { ["cidrIp"] = $"10.{number / 256}.{number % 256}.0/24" });
        }
        Assert.Equal(ChangeKind.Unreadable, Assert.Single(ChangeOf(message).Hints).Kind);
    }

    private static Trigger.Change ChangeOf(JsonNode message) =>
        Assert.IsType<Trigger.Change>(Assert.Single(EventReader.Read(Encoding.UTF8.GetBytes(message.ToJsonString()))).Trigger);
}
