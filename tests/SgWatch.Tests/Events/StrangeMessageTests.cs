using System.Text;
using SgWatch.Events;

namespace SgWatch.Tests.Events;

/// <summary>Messages that are hardly messages.</summary>
public sealed class StrangeMessageTests
{
    private const string Group = "sg-0a1b2c3d4e5f60718";
    private const string Other = "sg-0fedcba9876543210";
    private const string Here = "111122223333/eu-west-1";

    [Fact]
    public void A_property_twice_could_mean_either_so_the_message_is_unreadable()
    {
        var text = Encoding.UTF8.GetString(Fixture.Bytes("authorize-ingress"))
            .Replace($"\"groupId\": \"{Group}\"", $"\"groupId\": \"{Other}\", \"groupId\": \"{Group}\"", StringComparison.Ordinal);
        Assert.Equal($"Unreadable {Here}: {Other} new all & {Group} new all", One(text));
    }

    [Theory]
    [InlineData("""{"eventSource":"ec2.amazonaws.com","eventName":"AuthorizeSecurityGroupIngress","\ud800":1,"a":"sg-0a1b2c3d4e5f60718"}""",
        "Unreadable -/-: sg-0a1b2c3d4e5f60718 new all")]
    [InlineData(
        """
        {"eventSource":"ec2.amazonaws.com","eventName":"RevokeSecurityGroupIngress","requestParameters":{"groupName":"\ud800"}}
        """,
        "RevokeSecurityGroupIngress -/-: every group new none")]
    [InlineData("""{"eventName":"CreateVpc","requestParameters":{"\ud800":{"a":1}}}""", "Unreadable -/-: every group new none")]
    [InlineData("""{"eventSource":"ec2.amazonaws.com","eventName":"\udfff"}""", "Unreadable -/-: every group new none")]
    [InlineData("""{"Records":[{"messageId":"m","eventSource":"aws:sqs","body":"\ud800 sg-0a1b2c3d4e5f60718"}]}""",
        "Unreadable -/-: sg-0a1b2c3d4e5f60718 new all")]
    public void Text_that_is_not_text_does_no_harm(string json, string expected) => Assert.Equal(expected, One(json));

    [Fact]
    public void Bytes_that_are_no_UTF8_are_searched_for_groups()
    {
        var bytes = Encoding.UTF8.GetBytes("{\"?\":\"sg-0a1b2c3d4e5f60718\"}");
        bytes[2] = 0xEE;
        Assert.Equal("Unreadable -/-: sg-0a1b2c3d4e5f60718 new all", TriggerText.Of(Assert.Single(EventReader.Read(bytes)).Trigger));
    }

    [Theory]
    [InlineData("", "ignored: unreadable, and names no security group (0 bytes)")]
    [InlineData("null", "ignored: no message that SgWatch knows: a JSON Null")]
    [InlineData("[]", "ignored: no message that SgWatch knows: a JSON Array")]
    [InlineData("{}", "ignored: no message that SgWatch knows: an object with ")]
    [InlineData("{\"\":{\"\":1}}", "ignored: no message that SgWatch knows: an object with ''")]
    [InlineData("{\"Records\":{}}", "ignored: unreadable, and names no security group (14 bytes)")]
    [InlineData("{\"Records\":[7]}", "ignored: no message that SgWatch knows: a JSON Number")]
    [InlineData("{\"eventName\":\"CreateVpc\",\"requestParameters\":{\"\":{}}}", "CreateVpc -/-: every group new none")]
    [InlineData("{\"sgwatch\":\"look\"}",
        "ignored: sgwatch 'look': expected 'group' or 'groups' with 1 to 1000 ids such as 'sg-0123456789abcdef0'")]
    [InlineData("{\"sgwatch\":\"dance\"}", "ignored: sgwatch 'dance': expected 'look' or 'sweep'")]
    [InlineData("{\"sgwatch\":\"sweep\",\"account\":\"1\"}", "ignored: account '1': expected 12 digits, in quotes")]
    [InlineData("{\"sgwatch\":\"sweep\",\"region\":\"EU\"}", "ignored: region 'EU': expected a name such as 'eu-west-1'")]
    [InlineData("\uFEFF{\"sgwatch\":\"sweep\"}", "Sweep -/-: every group new none")]
    public void Small_and_strange_messages_have_their_outcome(string json, string expected) => Assert.Equal(expected, One(json));

    private static string One(string json) =>
        TriggerText.Of(Assert.Single(EventReader.Read(Encoding.UTF8.GetBytes(json))).Trigger);
}
