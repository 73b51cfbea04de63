using SgWatch.Calls;
using SgWatch.Changes;
using SgWatch.Incidents;
using SgWatch.Policies;
using SgWatch.Rules;
using SgWatch.Verdicts;

namespace SgWatch.Tests.Incidents;

/// <summary>An incident as the guard leaves it: SSH opened to the world in a group that has a rule of its own besides.</summary>
internal static class SampleIncident
{
    public static readonly DateTimeOffset Noon = new(2026, 8, 1, 12, 0, 0, TimeSpan.Zero);

    public static readonly Origin Opened = new("AuthorizeSecurityGroupIngress")
    {
        EventId = "11111111-2222-3333-4444-555555555555",
        EventTime = Noon.AddSeconds(-9),
        Account = "111122223333",
        Region = "eu-west-1",
        Actor = new()
        {
            Type = "AssumedRole",
            Arn = "arn:aws:sts::111122223333:assumed-role/developer/alice@example.com",
            SessionIssuerArn = "arn:aws:iam::111122223333:role/developer",
            SourceIpAddress = "203.0.113.9",
            UserAgent = "aws-cli/2.17.0 md/awscrt",
        },
    };

    public static readonly CallFailure Refused = new(
        CallFailureKind.Refused, "RevokeSecurityGroupIngress", "UnauthorizedOperation",
        "You are not authorized to perform this operation.");

    public static Incident Of(IncidentOutcome outcome)
    {
        var group = SampleGroups.Web("ingress tcp/22 from 0.0.0.0/0", "ingress tcp/443 from 10.0.0.0/8");
        var policy = outcome == IncidentOutcome.Alerted ? BuiltInPolicy.Instance.AtMost(PolicyMode.Observe) : BuiltInPolicy.Instance;
        var findings = Judge.Decide(new(policy, group, PrefixLists.None, InspectionCause.Request, Noon)).Findings;
        var isReverted = outcome == IncidentOutcome.Reverted;
        return new("inc-0123456789abcdef", outcome, group)
        {
            After = group with { Rules = isReverted ? group.Rules[1..] : group.Rules },
            Account = "111122223333",
            Region = "eu-west-1",
            Origins = [Opened],
            Findings = findings,
            Revoked = isReverted ? group.Rules[..1] : [],
            Failure = outcome == IncidentOutcome.Failed ? Refused : null,
            StartedAt = Noon,
            EndedAt = Noon.AddMilliseconds(137),
            PolicySource = "built-in",
            PolicySha256 = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
            Mode = policy.Mode,
        };
    }
}
