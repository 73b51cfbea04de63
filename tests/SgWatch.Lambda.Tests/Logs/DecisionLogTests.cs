using SgWatch.Calls;
using SgWatch.Changes;
using SgWatch.Guard;
using SgWatch.Lambda.Logs;
using SgWatch.Rules;

namespace SgWatch.Lambda.Tests.Logs;

public class DecisionLogTests
{
    private static readonly Origin Event = new("AuthorizeSecurityGroupIngress")
    {
        EventId = "e-1",
        Account = "111122223333",
        Region = "eu-west-1",
        Actor = new() { Arn = "arn:aws:iam::111122223333:user/eve", SourceIpAddress = "203.0.113.9" },
    };

    [Fact]
    public void A_decision_names_the_group_the_event_the_actor_and_what_was_done()
    {
        var line = Assert.Single(Write(new GuardResponse([new("sg-1", GuardOutcome.Reverted)
        {
            Origins = [Event],
            Revoked = [RuleText.Parse("ingress tcp/22 from 0.0.0.0/0") with { SecurityGroupRuleId = "sgr-1" }],
        }])).Lines);
        string? Text(string name) => line.GetProperty(name).GetString();
        Assert.Equal(("INFO", "r1", "reverted", "sg-1"), (Text("level"), Text("requestId"), Text("outcome"), Text("group")));
        Assert.Equal(("AuthorizeSecurityGroupIngress", "e-1", "111122223333", "eu-west-1"),
            (Text("event"), Text("eventId"), Text("account"), Text("region")));
        Assert.Equal(("arn:aws:iam::111122223333:user/eve", "203.0.113.9"), (Text("actor"), Text("sourceIp")));
        Assert.Equal("sgr-1 ingress tcp/22 from 0.0.0.0/0", line.GetProperty("revoked")[0].GetString());
    }

    [Fact]
    public void A_failure_is_an_error_with_its_code_and_whether_it_will_be_tried_again()
    {
        var line = Assert.Single(Write(new GuardResponse([new("sg-1", GuardOutcome.Failed)
        {
            Failure = new(CallFailureKind.Refused, "RevokeSecurityGroupIngress", "UnauthorizedOperation", "You may not"),
            MustRetry = true,
        }])).Lines);
        Assert.Equal("ERROR", line.GetProperty("level").GetString());
        Assert.Equal("UnauthorizedOperation", line.GetProperty("failure").GetProperty("code").GetString());
        Assert.Equal("refused", line.GetProperty("failure").GetProperty("kind").GetString());
        Assert.True(line.GetProperty("willBeTriedAgain").GetBoolean());
    }

    [Fact]
    public void Messages_ignored_for_one_reason_share_a_line_and_the_reasons_are_bounded()
    {
        var log = Write(new GuardResponse(
            [])
        { IgnoredReasons = [.. Enumerable.Repeat("a dry run", 3), .. Enumerable.Range(0, 500).Select(i => $"reason {i}")] });
        Assert.Equal(10, log.Lines.Count);
        Assert.Equal(("a dry run", 3), (log.Lines[0].GetProperty("reason").GetString(), log.Lines[0].GetProperty("messages").GetInt32()));
    }

    [Fact]
    public void A_notification_that_could_not_be_sent_is_an_error() => Assert.Equal("ERROR", Assert.Single(Write(new GuardResponse([])
    {
        NotificationFailure = new(CallFailureKind.Refused, "Publish", "AuthorizationError", "no"),
    }).Lines).GetProperty("level").GetString());

    private static LogReader Write(GuardResponse answer)
    {
        var log = new LogReader();
        DecisionLog.Write(log.Writer, "r1", answer);
        return log;
    }
}
