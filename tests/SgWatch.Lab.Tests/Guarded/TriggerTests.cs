using System.Text.Json.Nodes;
using SgWatch.Guard;

namespace SgWatch.Lab.Tests.Guarded;

/// <summary>Every way in which a group comes to break the policy is closed, however its events come, and though they never come.</summary>
public sealed class TriggerTests
{
    public const string Policy = """
        version: 1
        guardrails:
          - name: default-group-closed
            judge: state
            groups: { name: default }
            forbid: any
          - name: no-world
            judge: state
            groups: { not: { tags: { tier: edge } } }
            forbid: [{ ingress: any, from: world }]
          - name: pinned
            judge: state
            groups: { tags: { pinned: "yes" } }
            forbid: [{ ingress: any }]
        """;

    private static readonly Dictionary<string, Func<LabGuard, IReadOnlyList<string>, Task>> Ways = new()
    {
        ["in order"] = async (lab, events) => await HandleAsync(lab, events),
        ["doubled"] = async (lab, events) => await HandleAsync(lab, [.. events, .. events]),
        ["reversed"] = async (lab, events) => await HandleAsync(lab, [.. events.Reverse()]),
        ["in one batch"] = async (lab, events) =>
            Assert.Empty((await lab.HandleAsync(LabGuard.Batch([.. events, .. events]))).FailedMessageIds),
        ["all at once"] = async (lab, events) => await Task.WhenAll(events.Concat(events).Select(lab.HandleAsync)),
        ["cut off"] = async (lab, events) =>
            await HandleAsync(lab, [.. events.Select(text => text[..text.IndexOf("\"requestID\"", StringComparison.Ordinal)])]),
        ["with parameters left out"] = async (lab, events) => await HandleAsync(lab, [.. events.Select(Omitted)]),
        ["after the sweep"] = async (lab, events) =>
        {
            await lab.SweepAsync();
            await HandleAsync(lab, events);
        },
        ["never"] = async (lab, _) => Assert.Equal(1, (await lab.SweepAsync()).SweepsCompleted),
    };

    public static TheoryData<string, string> Table
    {
        get
        {
            var table = new TheoryData<string, string>();
            foreach (var (change, way) in Change.All.Keys.SelectMany(_ => Ways.Keys, (change, way) => (change, way)))
            {
                table.Add(change, way);
            }
            return table;
        }
    }

    [Theory, MemberData(nameof(Table))]
    public async Task What_breaks_the_policy_is_closed_and_reported_once(string change, string way)
    {
        await using var lab = await LabGuard.StartAsync(Policy);
        await lab.SweepAsync(); // the VPC that is there from the beginning
        var (prepare, make, left) = Change.All[change];
        var group = await prepare(lab);
        await lab.SweepAsync();
        await lab.TakeEventsAsync();
        lab.Mail.Clear();

        group = await make(lab, group);
        var events = await lab.TakeEventsAsync();
        Assert.Single(events);
        Assert.NotEqual(left, lab.Rules(group));
        await Ways[way](lab, events);

        Assert.Equal(left, lab.Rules(group));
        // two at work on one group at once may each take a part of it away, and report that part
        Assert.InRange(lab.Mail.Count(mail => mail.Text.Contains(group, StringComparison.Ordinal)), 1, way == "all at once" ? 2 : 1);
    }

    [Fact]
    public async Task An_event_that_comes_when_the_group_is_gone_is_done_with()
    {
        await using var lab = await LabGuard.StartAsync(Policy);
        var group = await lab.CreateGroupAsync("web", "IpPermissions.1.IpProtocol=-1&IpPermissions.1.IpRanges.1.CidrIp=0.0.0.0/0");
        var events = await lab.TakeEventsAsync();
        await lab.Client.Ec2TextAsync("return", "DeleteSecurityGroup", $"GroupId={group}");

        Assert.Equal(GuardOutcome.Compliant, (await lab.HandleAsync(LabGuard.Batch(events))).Outcome);
        Assert.Empty(lab.Mail);
    }

    [Fact]
    public async Task A_prefix_list_made_wider_is_a_change_of_the_rules_that_use_it_and_of_no_other()
    {
        await using var lab = await LabGuard.StartAsync(); // judge: changes
        var (prepare, make, _) = Change.All["a prefix list made wider"];
        var group = await prepare(lab);
        var old = await lab.CreateGroupAsync("old", "IpPermissions.1.IpProtocol=-1&IpPermissions.1.IpRanges.1.CidrIp=0.0.0.0/0");
        await lab.TakeEventsAsync();

        await make(lab, group);
        await HandleAsync(lab, await lab.TakeEventsAsync());

        Assert.Empty(lab.Rules(group!));
        Assert.Single(lab.Rules(old));
    }

    [Theory]
    [InlineData("RunInstances",
        """{"requestParameters":{"instancesSet":{}}"""
            + ""","responseElements":{"instancesSet":{"items":[{"instanceId":"i-1","groupSet":{"items":[{"groupId":"GROUP"}]}}]}}}""")]
    [InlineData("CreateNetworkInterface",
        """{"requestParameters":{"groupSet":{"items":[{"groupId":"GROUP"}]}}"""
            + ""","responseElements":{"networkInterface":{"groupSet":{"items":[{"groupId":"GROUP"}]}}}}""")]
    [InlineData("ModifyNetworkInterfaceAttribute",
        """{"requestParameters":{"networkInterfaceId":"eni-1","groupSet":{"items":[{"groupId":"GROUP"}]}}"""
            + ""","responseElements":{"_return":true}}""")]
    [InlineData("ModifyInstanceAttribute",
        """{"requestParameters":{"instanceId":"i-1","groupSet":{"items":[{"groupId":"GROUP"}]}},"responseElements":{"_return":true}}""")]
    [InlineData("AssociateSecurityGroupVpc",
        """{"requestParameters":{"AssociateSecurityGroupVpcRequest":{"GroupId":"GROUP","VpcId":"vpc-1"}}"""
            + ""","responseElements":{"AssociateSecurityGroupVpcResponse":{"state":"associating"}}}""")]
    public async Task An_old_open_group_that_is_attached_is_reported_once_and_left_as_it_is(string eventName, string record)
    {
        await using var lab = await LabGuard.StartAsync(); // judge: changes
        var group = await lab.CreateGroupAsync("web", "IpPermissions.1.IpProtocol=-1&IpPermissions.1.IpRanges.1.CidrIp=0.0.0.0/0");
        var message = JsonNode.Parse(record.Replace("GROUP", group, StringComparison.Ordinal))!.AsObject();
        message["eventSource"] = "ec2.amazonaws.com";
        message["eventName"] = eventName;
        message["awsRegion"] = LabGuard.Region;
        message["recipientAccountId"] = "111122223333";

        var answer = await lab.HandleAsync(message.ToJsonString());
        await lab.HandleAsync(message.ToJsonString());

        Assert.Equal(GuardOutcome.Alerted, answer.Outcome);
        Assert.Single(lab.Rules(group));
        Assert.Single(lab.Mail);
    }

    private static async Task HandleAsync(LabGuard lab, IEnumerable<string> events)
    {
        foreach (var message in events)
        {
            await lab.HandleAsync(message);
        }
    }

    // as CloudTrail does with what is too large, and the rest of the record as it is
    private static string Omitted(string text)
    {
        var message = JsonNode.Parse(text)!;
        message["detail"]!["requestParameters"] = new JsonObject { ["omitted"] = true };
        message["detail"]!["responseElements"] = null;
        return message.ToJsonString();
    }
}
