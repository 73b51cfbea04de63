using System.Diagnostics;
using System.Text;
using SgWatch.Changes;
using SgWatch.Events;

namespace SgWatch.Tests.Events;

public class UnreadableBytesTests
{
    [Theory]
    [InlineData("{\"groupId\":\"sg-0a1b2c3d4e5f60718", "sg-0a1b2c3d4e5f60718 new all")]
    [InlineData("sg-12345678 and sg-0a1b2c3d4e5f60718, sg-12345678 again", "sg-12345678 new all & sg-0a1b2c3d4e5f60718 new all")]
    [InlineData("{\\\"groupId\\\":\\\"sg-12345678\\\"", "sg-12345678 new all")]
    [InlineData("sg-1234567", null)] // too short
    [InlineData("sg-0a1b2c3d4e5f607189", null)] // too long
    [InlineData("sg-1234567x", null)]
    [InlineData("msg-12345678 my-sg-12345678 sg-sg-12345678", null)] // part of another word
    [InlineData("sg-", null)]
    [InlineData("{\"eventSource\":\"ec2.amazonaws.com\",", "every group new none")]
    [InlineData("{\"eventName\":\"AuthorizeSecurityGroupIngress\",", "every group new none")]
    [InlineData("{\"eventName\":\"CreateDefaultVpc\",", "every group new none")]
    [InlineData("{\"eventSource\":\"s3.amazonaws.com\",", null)]
    public void Groups_are_found_by_their_ids_in_the_text(string text, string? hints)
    {
        var trigger = UnreadableBytes.Read(Encoding.UTF8.GetBytes(text));
        Assert.Equal(
            hints is null ? $"ignored: unreadable, and names no security group ({text.Length} bytes)" : $"Unreadable -/-: {hints}",
            TriggerText.Of(trigger));
    }

    [Theory]
    [InlineData("{\"account\":\"111122223333\",\"region\":\"eu-west-1\",\"a\":\"sg-12345678", "111122223333/eu-west-1")]
    [InlineData(
        "{\"account\":\"111122223333\",\"recipientAccountId\" : \"123456789012\",\"awsRegion\":\"us-east-1\"sg-12345678",
        "111122223333/us-east-1")]
    [InlineData(
        "{\\\"recipientAccountId\\\":\\\"123456789012\\\",\\\"awsRegion\\\":\\\"us-east-1\\\", sg-12345678",
        "123456789012/us-east-1")]
    [InlineData("sg-12345678 {\"userIdentity\":{\"accountId\":\"111122223333\"},\"awsRegion\":\"us-ea", "111122223333/-")] // cut
    [InlineData("sg-12345678 {\"recipientAccountId\":\"1234\",\"awsRegion\":\"US\"", "-/-")]
    public void Account_and_region_are_found_after_their_names(string text, string accountRegion) =>
        Assert.StartsWith($"Unreadable {accountRegion}:", TriggerText.Of(UnreadableBytes.Read(Encoding.UTF8.GetBytes(text))));

    [Fact]
    public void Of_very_many_groups_the_first_are_inspected_and_then_every_group()
    {
        var text = string.Concat(Enumerable.Range(0, 1000).Select(number => $"sg-{number:x8} "));
        var change = Assert.IsType<Trigger.Change>(UnreadableBytes.Read(Encoding.UTF8.GetBytes(text)));
        Assert.Equal(UnreadableBytes.MaxGroups + 1, change.Hints.Length);
        Assert.Equal(new Hint(new Target.EveryGroup()), change.Hints[^1]);
        Assert.Equal(UnreadableBytes.MaxGroups, change.Hints.Count(hint => hint.Kind == ChangeKind.Unreadable));
    }

    [Theory]
    [InlineData("[", 10_000_000)]
    [InlineData("{\"a\":", 2_000_000)]
    [InlineData("{\"Records\":", 1_000_000)]
    [InlineData("sg-", 3_300_000)]
    [InlineData("sg-0123456789abcdef", 500_000)]
    [InlineData("sg-0123456789", 500_000)]
    [InlineData("\"account", 1_000_000)]
    public void Ten_megabytes_of_nonsense_are_read_in_a_moment(string piece, int times)
    {
        foreach (var length in (int[])[times, times / 10])
        {
            var bytes = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(piece, length)));
            var clock = Stopwatch.StartNew();
            Assert.Single(EventReader.Read(bytes));
            Assert.InRange(clock.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(5));
        }
    }

    [Fact]
    public void A_batch_of_more_records_than_SQS_hands_over_is_not_read_one_by_one()
    {
        var text = $"{{\"Records\":[{string.Join(",", Enumerable.Repeat("7", EventReader.MaxRecords + 1))}],\"a\":\"sg-12345678\"}}";
        Assert.Equal("Unreadable -/-: sg-12345678 new all",
            TriggerText.Of(Assert.Single(EventReader.Read(Encoding.UTF8.GetBytes(text))).Trigger));
    }

    [Fact]
    public void Notifications_inside_notifications_end_somewhere()
    {
        var text = "{\"groupId\":\"sg-12345678\"}";
        for (var level = 0; level < 8; level++)
        {
            text = $"{{\"Type\":\"Notification\",\"Message\":{System.Text.Json.JsonSerializer.Serialize(text)}}}";
        }
        var reading = Assert.Single(EventReader.Read(Encoding.UTF8.GetBytes(text)));
        Assert.IsType<Trigger.Ignored>(reading.Trigger); // escaped too often for its id to be a word of its own
    }
}
