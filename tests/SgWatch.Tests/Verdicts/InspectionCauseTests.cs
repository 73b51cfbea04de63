using System.Collections.Immutable;
using SgWatch.Changes;
using SgWatch.Rules;
using SgWatch.Verdicts;

namespace SgWatch.Tests.Verdicts;

public sealed class InspectionCauseTests
{
    private static readonly ImmutableArray<string> Pipelines = ["arn:*:role/pipeline", "arn:*:user/ci"];
    private static readonly Actor Pipeline = Session("pipeline");
    private static readonly Actor Ci = new() { Arn = "arn:aws:iam::111122223333:user/ci" };
    private static readonly Actor Eve = Session("eve");

    [Fact]
    public void It_is_by_principals_if_every_event_is_by_one_of_them()
    {
        Assert.True(By(Pipelines, Pipeline));
        Assert.True(By(Pipelines, Ci));
        Assert.True(By(Pipelines, Pipeline, Ci));
        Assert.False(By(Pipelines, Eve));
        Assert.False(By(Pipelines, Pipeline, Eve));
        Assert.False(By(Pipelines, new Actor())); // nobody knows who
    }

    [Fact]
    public void Without_principals_or_without_events_it_is_by_none_of_them()
    {
        Assert.False(By([], Pipeline));
        Assert.False(By(Pipelines));
        Assert.False(By([]));
    }

    [Theory]
    [InlineData("arn:aws:sts::111122223333:assumed-role/pipeline", true)]
    [InlineData("arn:aws:sts::111122223333:assumed-role/pipeline/*", true)] // any session
    [InlineData("arn:aws:sts::111122223333:assumed-role/*", true)]
    [InlineData("arn:aws:sts::111122223333:assumed-role/*/*", true)]
    [InlineData("arn:aws:sts::111122223333:assumed-role/pipeline/1", false)] // whoever holds a session chooses its name
    [InlineData("arn:aws:sts::111122223333:assumed-role/*/1", false)]
    [InlineData("arn:aws:iam::111122223333:role/*", true)]
    [InlineData("arn:aws:iam::111122223333:*", false)] // a star doesn't cross a slash
    [InlineData("*", false)]
    [InlineData("*/pipeline", true)]
    [InlineData("elasticmapreduce.amazonaws.com", false)]
    public void A_session_counts_as_its_role(string glob, bool isBy) => Assert.Equal(isBy, By([glob], Pipeline));

    [Theory]
    [InlineData("elasticmapreduce.amazonaws.com", true)]
    [InlineData("*.amazonaws.com", true)]
    [InlineData("elasticloadbalancing.amazonaws.com", false)]
    [InlineData("*", false)] // no host, and a service has no ARN
    public void A_service_counts_by_its_host(string glob, bool isBy)
    {
        Assert.Equal(isBy, By([glob], new Actor { Type = "AWSService", InvokedBy = "elasticmapreduce.amazonaws.com" }));
        Assert.Equal(isBy, By([glob], new Actor { Type = "AWSService", SourceIpAddress = "elasticmapreduce.amazonaws.com" }));
        Assert.False(By([glob], new Actor { UserAgent = "elasticmapreduce.amazonaws.com" })); // the caller writes it
    }

    private static Actor Session(string role) =>
        new() { Arn = $"arn:aws:sts::111122223333:assumed-role/{role}/1", SessionIssuerArn = $"arn:aws:iam::111122223333:role/{role}" };

    private static bool By(ImmutableArray<string> principals, params Actor[] actors) =>
        new InspectionCause(ChangedRules.Of(["sgr-1"], []).By(actors.Select(actor => new Origin("X") { Actor = actor })))
            .IsBy(RuleText.Parse("ingress tcp/22 from 0.0.0.0/0") with { SecurityGroupRuleId = "sgr-1" }, principals);
}
