using System.Net.Http.Headers;
using System.Xml.Linq;
using SgWatch.Lab.Events;

namespace SgWatch.Lab.Tests.Control;

/// <summary>What a lab can do that AWS can't.</summary>
public sealed class LabControlTests : LabFixture
{
    private readonly List<string> _delivered = [];

    protected override LabOptions Options => base.Options with
    {
        OnEvent = (message, _) =>
        {
            var text = System.Text.Encoding.UTF8.GetString(message.Span);
            _delivered.Add(text.Contains("sgwatch\":\"sweep", StringComparison.Ordinal) ? "sweep"
                : text.Split("\"groupName\":\"") is [_, var name, ..] ? name.Split('"')[0] : "other");
            return Task.CompletedTask;
        },
    };

    [Theory]
    [InlineData("InOrder", "a b sweep c")]
    [InlineData("Doubled", "a a b b sweep c")]
    [InlineData("Reversed", "sweep b a c")]
    [InlineData("Late", "sweep a b c")]
    [InlineData("Lost", "sweep c")]
    public async Task Events_come_in_the_mode_asked_for(string mode, string expected)
    {
        await ControlAsync("DeliverEvents", $"Manner={mode}");
        await CreateGroupAsync("a");
        await CreateGroupAsync("b");
        await ControlAsync("Sweep");
        await ControlAsync("ReleaseEvents");
        await ControlAsync("DeliverEvents", "Manner=InOrder");
        await CreateGroupAsync("c");
        await Lab.Events.WhenIdleAsync(TestContext.Current.CancellationToken);

        Assert.Equal(expected, string.Join(' ', _delivered));
    }

    [Fact]
    public async Task A_call_fails_so_often_as_asked_for_its_group_and_for_others_than_who_asked()
    {
        var group = await CreateGroupAsync("web");
        var other = await CreateGroupAsync("other");
        await ControlAsync("InjectFault",
            $"ActionName=DeleteSecurityGroup&GroupId={group}&Code=UnauthorizedOperation&StatusCode=403&Times=1", "AKIAEVE");

        Assert.Equal(200, (await Client.Ec2Async("DeleteSecurityGroup", $"GroupId={other}")).Status);
        var refused = await Client.Ec2Async("DeleteSecurityGroup", $"GroupId={group}");
        Assert.Equal((403, "UnauthorizedOperation"), (refused.Status, refused.Code));
        Assert.Equal(200, (await Client.Ec2Async("DeleteSecurityGroup", $"GroupId={group}")).Status);

        var spared = await CreateGroupAsync("spared");
        await ControlAsync("InjectFault", $"ActionName=DeleteSecurityGroup&GroupId={spared}");
        Assert.Equal(200, (await Client.Ec2Async("DeleteSecurityGroup", $"GroupId={spared}")).Status);
    }

    [Fact]
    public async Task A_fault_after_the_work_loses_the_answer_alone()
    {
        var group = await CreateGroupAsync("web");
        await ControlAsync("InjectFault", $"ActionName=DeleteSecurityGroup&GroupId={group}&StatusCode=500&After=true", "AKIAEVE");

        Assert.Equal(500, (await Client.Ec2Async("DeleteSecurityGroup", $"GroupId={group}")).Status);
        Assert.Equal("InvalidGroup.NotFound", (await Client.Ec2Async("DeleteSecurityGroup", $"GroupId={group}")).Code);
    }

    [Fact]
    public async Task The_mailbox_is_searched()
    {
        var topic = (await Client.SnsAsync("CreateTopic", "Name=t")).Text("TopicArn");
        await Client.SnsAsync("Subscribe", $"TopicArn={topic}&Protocol=email&Endpoint=a@example.com");
        await Client.SnsAsync("Publish", $"TopicArn={topic}&Message=one");
        await Client.SnsAsync("Publish", $"TopicArn={topic}&Message=two");

        Assert.Equal(["two"], (await ControlAsync("ListMessages", "Containing=tw")).Texts("Body"));
        Assert.Equal("111122223333", (await ControlAsync("DescribeLab")).Text("AccountId"));
    }

    [Fact]
    public async Task A_call_without_the_header_is_refused_for_any_page_in_a_browser_could_send_it()
    {
        var reply = await ControlAsync("DeliverEvents", "Manner=Lost", hasHeader: false);

        Assert.Equal((403, "MissingHeader"), (reply.Status, reply.Code));
        Assert.Equal(DeliveryMode.InOrder, Lab.Delivery.Mode);
    }

    [Theory]
    [InlineData("DeliverEvents", "Manner=Sideways")]
    [InlineData("InjectFault", "GroupId=sg-1")]
    [InlineData("Dance", "")]
    public async Task What_it_does_not_know_it_refuses(string action, string parameters) =>
        Assert.Equal(400, (await ControlAsync(action, parameters)).Status);

    [Fact]
    public async Task A_disabled_rule_lets_nothing_through_and_disabling_it_is_an_event_of_its_own()
    {
        await RuleAsync("DisableRule", 200);
        await CreateGroupAsync("a");
        await RuleAsync("EnableRule", 200);
        await CreateGroupAsync("b");
        await RuleAsync("DisableRule", 400, "other");

        var events = await EventsAsync();
        Assert.Equal(["b"], _delivered);
        var disabled = events[0].GetProperty("detail");
        Assert.Equal(("aws.events", "events.amazonaws.com", "DisableRule", "sgwatch-security-groups"),
            (events[0].GetProperty("source").GetString(), disabled.GetProperty("eventSource").GetString(),
                disabled.GetProperty("eventName").GetString(),
                disabled.GetProperty("requestParameters").GetProperty("name").GetString()));
    }

    [Fact]
    public async Task An_answer_longer_than_CloudTrail_records_is_left_out()
    {
        var group = await CreateGroupAsync("web");
        var ranges = string.Join('&', Enumerable.Range(1, 59).Select(i => $"IpPermissions.1.IpRanges.{i}.CidrIp=198.51.100.{i}/32"));
        var tags = string.Join('&', Enumerable.Range(1, 50)
            .Select(i => $"TagSpecification.1.Tag.{i}.Key=k{i}&TagSpecification.1.Tag.{i}.Value={new string('x', 200)}"));
        await Client.Ec2TextAsync("return", "AuthorizeSecurityGroupIngress",
            $"GroupId={group}&IpPermissions.1.IpProtocol=tcp&IpPermissions.1.FromPort=443&IpPermissions.1.ToPort=443&{ranges}"
                + $"&TagSpecification.1.ResourceType=security-group-rule&{tags}");

        var detail = (await EventsAsync())[^1].GetProperty("detail");
        Assert.Equal("""{"omitted":true}""", detail.GetProperty("responseElements").GetRawText());
        Assert.Equal(group, detail.GetProperty("requestParameters").GetProperty("groupId").GetString());
    }

    private async Task<LabReply> ControlAsync(string action, string parameters = "", string accessKeyId = "AKIATEST", bool hasHeader = true)
    {
        using var http = new HttpClient();
        using var content = new StringContent($"Action={action}&Version=sgwatch-lab&{parameters}");
        content.Headers.ContentType = new("application/x-www-form-urlencoded");
        using var request = new HttpRequestMessage(HttpMethod.Post, Lab.Url) { Content = content };
        request.Headers.Authorization = new AuthenticationHeaderValue(
            "AWS4-HMAC-SHA256", $"Credential={accessKeyId}/20260101/us-east-1/lab/aws4_request, SignedHeaders=host, Signature=0");
        if (hasHeader)
        {
            request.Headers.Add("X-SgWatch-Lab", "1");
        }
        using var response = await http.SendAsync(request, TestContext.Current.CancellationToken);
        return new((int)response.StatusCode,
            XElement.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)));
    }

    private async Task RuleAsync(string action, int status, string name = "sgwatch-security-groups")
    {
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, Lab.Url) { Content = new StringContent($$"""{"Name":"{{name}}"}""") };
        request.Headers.Add("X-Amz-Target", $"AWSEvents.{action}");
        using var response = await http.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(status, (int)response.StatusCode);
        await Lab.Events.WhenIdleAsync(TestContext.Current.CancellationToken);
    }
}
