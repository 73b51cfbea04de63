using SgWatch.Policies.Reading;
using static SgWatch.Tests.Verdicts.JudgeCalls;

namespace SgWatch.Tests.Policies.Reading;

public sealed class PolicyWarningsTests
{
    [Theory] // the name of a session never counts, so these match nobody
    [InlineData("arn:aws:sts::111122223333:assumed-role/deploy/alice", "arn:aws:sts::111122223333:assumed-role/deploy")]
    [InlineData("arn:aws:sts::*:assumed-role/deploy-*/run-*", "arn:aws:sts::*:assumed-role/deploy-*")]
    [InlineData("arn:aws:sts::*:assumed-role/deploy", null)]
    [InlineData("arn:aws:sts::*:assumed-role/deploy/*", null)]
    [InlineData("arn:aws:iam::*:role/ci/deploy", null)]
    [InlineData("elasticmapreduce.amazonaws.com", null)]
    public void A_glob_that_names_a_session_is_warned_of(string glob, string? better)
    {
        var policy = Policy($$"""
            guardrails:
              - name: no-ssh
                unless-changed-by: ["{{glob}}"]
                forbid: [{ ingress: tcp/22, from: any }]
            """);

        var warnings = PolicyWarnings.Of(policy, DateTimeOffset.UnixEpoch).ToList();

        Assert.Equal(better is null ? [] : ["POL103"], warnings.Select(warning => warning.Code));
        Assert.All(warnings, warning => Assert.EndsWith($"write '{better}'", warning.Message, StringComparison.Ordinal));
    }
}
