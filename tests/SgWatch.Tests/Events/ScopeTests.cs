using SgWatch.Changes;
using SgWatch.Events;
using SgWatch.Rules;

namespace SgWatch.Tests.Events;

public class ScopeTests
{
    private static readonly Origin First =
        new("AuthorizeSecurityGroupIngress") { EventId = "1", Account = "111122223333", Region = "eu-west-1" };
    private static readonly Origin Second = First with { EventId = "2" };

    [Fact]
    public void Each_target_is_inspected_once_in_the_order_of_first_mention()
    {
        var scope = Scope.Of([
            Message("a", First, Hint("sg-2"), Hint("sg-1")),
            Message("b", Second, Hint("sg-1"), Hint("sg-3")),
        ]);
        Assert.Equal(["sg-2", "sg-1", "sg-3"], scope.Inspections.Select(inspection => ((Target.Group)inspection.Target).GroupId));
        Assert.Equal([["a"], ["a", "b"], ["b"]], scope.Inspections.Select(inspection => inspection.MessageIds));
        Assert.Equal([[First], [First, Second], [Second]], scope.Inspections.Select(inspection => inspection.Origins));
    }

    [Fact]
    public void The_same_group_id_in_another_account_or_region_is_another_target()
    {
        var scope = Scope.Of([
            Message(null, First, Hint("sg-1")),
            Message(null, First with { Region = "us-east-1" }, Hint("sg-1")),
            Message(null, First with { Account = null }, Hint("sg-1")),
        ]);
        Assert.Equal([new("111122223333", "eu-west-1"), new("111122223333", "us-east-1"), new(null, "eu-west-1")],
            scope.Inspections.Select(inspection => inspection.AccountRegion));
    }

    [Fact]
    public void An_event_that_comes_twice_counts_once_and_both_of_its_messages_fail_or_pass_with_it()
    {
        var rule = RuleText.Parse("ingress tcp/22 from 0.0.0.0/0");
        var hint = Hint("sg-1", "sgr-1") with { Rules = [new("sgr-1", null), new(null, RuleContent.Of(rule))] };
        var gathered = Assert.Single(Scope.Of([Message("a", First, hint, hint), Message("b", First, hint)]).Inspections);
        Assert.Equal([First], gathered.Origins);
        Assert.Equal(["a", "b"], gathered.MessageIds);
        Assert.Equal(["sgr-1"], gathered.Changed.RuleIds);
        Assert.Equal([RuleContent.Of(rule)], gathered.Changed.Contents);
    }

    [Fact]
    public void What_is_new_is_what_any_message_says_is_new()
    {
        var gathered = Assert.Single(Scope.Of([
            Message(null, First, Hint("sg-1", "sgr-1")),
            Message(null, Second, Hint("sg-1") with { Kind = ChangeKind.Attachment }),
            Message(null, Second, Hint("sg-1") with { Rules = [new("sgr-2", null), new(null, ContentOf("egress any to ::/0"))] }),
        ]).Inspections);
        Assert.Equal("sg-1 attached new sgr-1, sgr-2, egress any to ::/0", TriggerText.Of(gathered));
    }

    [Fact]
    public void One_event_that_cannot_be_read_in_full_makes_every_rule_new()
    {
        var gathered = Assert.Single(Scope.Of([
            Message(null, First, Hint("sg-1") with { Kind = ChangeKind.Unreadable }),
            Message(null, Second, Hint("sg-1", "sgr-1")),
        ]).Inspections);
        Assert.True(gathered.Changed.IsAll);
    }

    [Fact]
    public void What_is_ignored_asks_for_no_inspection() =>
        Assert.Empty(Scope.Of([new("a", new Trigger.Ignored("nothing")), new(null, new Trigger.Ignored("nothing"))]).Inspections);

    [Fact]
    public void A_storm_about_one_group_is_one_inspection()
    {
        var messages = Enumerable.Range(0, 20_000).Select(number => Message($"m{number}", First with { EventId = $"{number}" },
            Hint("sg-1") with
            {
                Rules = [new($"sgr-{number % 7}", null), new(null, ContentOf($"ingress tcp/{number % 7} from 0.0.0.0/0"))],
            }));
        var gathered = Assert.Single(Scope.Of(messages).Inspections);
        Assert.Equal(20_000, gathered.MessageIds.Length);
        Assert.Equal(7, gathered.Changed.RuleIds.Count);
        Assert.Equal(7, gathered.Changed.Contents.Count);
        Assert.Equal(20_000, gathered.Changes.Length);
    }

    private static Hint Hint(string groupId, params string[] ruleIds) =>
        new(new Target.Group(groupId), ChangeKind.Authorize) { Rules = [.. ruleIds.Select(id => new NamedRule(id, null))] };

    private static RuleContent ContentOf(string text) => RuleContent.Of(RuleText.Parse(text));

    private static EventMessage Message(string? id, Origin origin, params Hint[] hints) => new(id, new Trigger.Change(origin, [.. hints]));
}
