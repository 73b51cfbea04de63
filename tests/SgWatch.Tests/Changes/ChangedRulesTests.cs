using SgWatch.Changes;
using SgWatch.Rules;

namespace SgWatch.Tests.Changes;

public sealed class ChangedRulesTests
{
    private static readonly DateTimeOffset Noon = new(2026, 8, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly Origin First = new("A") { EventId = "1", EventTime = Noon };
    private static readonly Origin Second = new("B") { EventId = "2", EventTime = Noon.AddMinutes(1) };
    private static readonly SecurityGroupRule Ssh = Live("sgr-1", "ingress tcp/22 from 0.0.0.0/0");
    private static readonly SecurityGroupRule FromGroup = Live("sgr-2", "ingress tcp from sg-1");
    private static readonly SecurityGroupRule ThroughList = Live("sgr-3", "egress tcp/443 to pl-1");

    [Theory]
    [InlineData("sgr-1", "ingress tcp/22 from 0.0.0.0/0", true, true)]
    [InlineData("sgr-1", null, true, true)] // the event doesn't say what it made
    [InlineData("sgr-1", "ingress tcp/23 from 0.0.0.0/0", true, false)] // somebody changed it since
    [InlineData("sgr-2", "ingress tcp/22 from 0.0.0.0/0", false, false)] // another rule, which is gone
    [InlineData(null, "ingress tcp/22 from 0.0.0.0/0", true, true)] // no id in the event
    [InlineData(null, "egress tcp/22 to 0.0.0.0/0", false, false)]
    [InlineData(null, "ingress tcp/22 from 0.0.0.0/1", false, false)]
    public void A_rule_is_named_by_its_id_and_made_if_its_content_is_that_of_the_event(string? id, string? text, bool isNamed, bool isMade)
    {
        var changed = ChangedRules.Of([Authorize(First, id, text is null ? null : ContentOf(text))]);
        Assert.Equal(isNamed, changed.Contains(Ssh));
        Assert.Equal(isMade ? First : null, changed.MakerOf(Ssh));
    }

    [Fact]
    public void A_live_rule_without_an_id_is_known_by_its_content() =>
        Assert.Equal(First, ChangedRules.Of([Authorize(First, "sgr-9", ContentOf("ingress tcp/22 from 0.0.0.0/0"))])
            .MakerOf(Ssh with { SecurityGroupRuleId = null }));

    [Fact]
    public void A_modification_says_no_direction()
    {
        var content = ContentOf("ingress tcp/22 from 0.0.0.0/0") with { IsEgress = null };
        var changed = ChangedRules.Of([new Change(First, ChangeKind.Modify) { Rules = [new("sgr-1", content)] }]);
        Assert.Equal(First, changed.MakerOf(Ssh));
        Assert.Equal(First, changed.MakerOf(Live("sgr-1", "egress tcp/22 to 0.0.0.0/0")));
        Assert.Null(changed.MakerOf(Live("sgr-1", "ingress tcp/22 from 10.0.0.0/8")));
    }

    [Fact]
    public void A_group_that_is_named_by_its_name_is_any_group_on_these_ports()
    {
        var changed = ChangedRules.Of([Authorize(First, null, new(false, Service.Parse("tcp"), null))]);
        Assert.Equal(First, changed.MakerOf(FromGroup));
        Assert.False(changed.Contains(Ssh));
        Assert.False(changed.Contains(FromGroup with { Service = Service.Parse("tcp/22") }));
        Assert.False(changed.Contains(FromGroup with { IsEgress = true }));
    }

    [Fact]
    public void The_owner_of_a_group_is_no_part_of_a_rule() => Assert.True(
        ChangedRules.Of([Authorize(First, null, ContentOf("ingress tcp from sg-1"))])
            .Contains(FromGroup with { Peer = new Peer.Group("sg-1", "111122223333") }));

    [Fact]
    public void The_entries_of_a_list_and_the_rule_through_it_are_both_its_makers()
    {
        var changed = ChangedRules.Of(
        [
            Authorize(First, "sgr-3", null),
            new Change(Second, ChangeKind.PrefixList) { PrefixListIds = ["pl-1", "pl-2"] },
        ]);
        Assert.Equal([First, Second], changed.MakersOf(ThroughList).Select(change => change.Origin));
        Assert.Equal(Second, changed.MakerOf(ThroughList));
        Assert.False(changed.Contains(Ssh));
    }

    [Fact]
    public void What_cannot_be_read_may_have_made_what_nobody_else_made()
    {
        var changed = ChangedRules.Of([new(Second, ChangeKind.Unreadable), Authorize(First, "sgr-1", null)]);
        Assert.True(changed.IsAll);
        Assert.Equal(First, changed.MakerOf(Ssh));
        Assert.Equal(Second, changed.MakerOf(FromGroup));
        Assert.Null(ChangedRules.All.MakerOf(Ssh)); // no event says so
    }

    [Fact]
    public void Other_kinds_make_no_rule_though_they_may_name_one()
    {
        var changed = ChangedRules.Of(
        [
            new(First, ChangeKind.Attachment),
            new(First, ChangeKind.Other) { Rules = [new(null, ContentOf("ingress tcp/22 from 0.0.0.0/0"))] },
        ]);
        Assert.True(changed.IsAttachment);
        Assert.True(changed.Contains(Ssh));
        Assert.Null(changed.MakerOf(Ssh));
    }

    [Fact]
    public void The_latest_of_several_makers_counts_whatever_the_order_of_their_messages()
    {
        Assert.Equal(Second, ChangedRules.Of([Authorize(First, "sgr-1", null), Authorize(Second, "sgr-1", null)]).MakerOf(Ssh));
        Assert.Equal(Second, ChangedRules.Of([Authorize(Second, "sgr-1", null), Authorize(First, "sgr-1", null)]).MakerOf(Ssh));
        var undated = new Origin("C");
        Assert.Equal(First, ChangedRules.Of([Authorize(First, "sgr-1", null), Authorize(undated, "sgr-1", null)]).MakerOf(Ssh));
    }

    [Fact]
    public void A_change_that_comes_twice_counts_once()
    {
        var content = ContentOf("ingress tcp/22 from 0.0.0.0/0");
        var changed = ChangedRules.Of([Authorize(First, "sgr-1", content), Authorize(First, "sgr-1", ContentOf(content.ToString()))]);
        Assert.Single(changed.Changes);
        Assert.Single(changed.Union(changed).Changes);
        Assert.Equal(2, changed.Union(ChangedRules.Of([Authorize(Second, "sgr-1", content)])).Changes.Length);
    }

    [Fact]
    public void A_storm_of_changes_is_asked_rule_by_rule_in_linear_time()
    {
        const int Many = 20_000;
        var changed = ChangedRules.Of(Enumerable.Range(0, Many)
            .Select(i => Authorize(First with { EventId = $"{i}" }, $"sgr-{i}", ContentOf($"ingress tcp/{i} from 10.0.0.0/8"))));
        for (var i = 0; i < Many; i++)
        {
            Assert.Equal($"{i}", changed.MakerOf(Live($"sgr-{i}", $"ingress tcp/{i} from 10.0.0.0/8"))!.EventId);
        }
    }

    private static Change Authorize(Origin origin, string? id, RuleContent? content) =>
        new(origin, ChangeKind.Authorize) { Rules = [new(id, content)] };

    private static SecurityGroupRule Live(string id, string text) => RuleText.Parse(text) with { SecurityGroupRuleId = id };

    private static RuleContent ContentOf(string text) => RuleContent.Of(RuleText.Parse(text));
}
