using System.Collections.Immutable;
using System.Text;
using SgWatch.Guard;
using SgWatch.Guard.Limiting;
using SgWatch.Guard.PolicySources;
using SgWatch.Guard.Recording;
using SgWatch.Policies;
using SgWatch.Policies.Reading;
using SgWatch.Rules;
using static SgWatch.Tests.Guard.GuardHarness;

namespace SgWatch.Tests.Guard;

/// <summary>EC2 shows what was changed only after a while. What it confirmed is done all the same.</summary>
public sealed class EventualConsistencyTests
{
    private const string Required = """
        version: 1
        guardrails:
          - name: monitoring
            require: [{ ingress: tcp/9100, from: 10.0.0.0/8 }]
            forbid: [{ ingress: tcp/22, from: any }]
        """;

    public static TheoryData<string, double> Cases
    {
        get
        {
            var cases = new TheoryData<string, double>();
            foreach (var name in (string[])["one rule", "two directions", "narrowed", "required"])
            {
                foreach (var delay in (double[])[0, 0.1, 1, 5, 300])
                {
                    cases.Add(name, delay);
                }
            }
            return cases;
        }
    }

    [Theory, MemberData(nameof(Cases))]
    public async Task A_change_that_is_shown_late_is_made_once_and_told_once(string name, double delaySeconds)
    {
        var (harness, group, left) = Prepare(name, delaySeconds);

        var response = await harness.HandleAsync(Authorized(group, "sgr-1"));

        Assert.Equal((GuardOutcome.Reverted, false), (response.Outcome, response.MustRetry));
        Assert.Equal(left, Texts(harness.Ec2.Groups[group.GroupId].Rules));
        var incident = Assert.Single(harness.Incidents);
        Assert.Equal(Texts(incident.Planned.Revoke), Texts(incident.Revoked));
        Assert.Equal(Texts(incident.Planned.Authorize), Texts(incident.Authorized));
        Assert.Equal(left, Texts(incident.After!.Rules));
        Assert.DoesNotContain("FAILED", Assert.Single(harness.Mail).Subject, StringComparison.Ordinal);
        Assert.Equal(name == "two directions" ? 2 : 1, harness.Ec2.Calls.Count(call => call.StartsWith("Revoke", StringComparison.Ordinal)));
    }

    [Theory, MemberData(nameof(Cases))]
    public async Task Whichever_answer_is_lost_besides_people_are_told_once(string name, double delaySeconds)
    {
        for (var step = 0; ; step++)
        {
            var (harness, group, left) = Prepare(name, delaySeconds);
            var (steps, lost) = (0, "");
            var (record, counters) = (new MemoryIncidentRecord(harness.Time), new MemoryCounters(harness.Time));
            var ports = new HookedPorts(harness.Ec2.OwnGroups, harness, record, counters, at =>
            {
                if (at.StartsWith("after", StringComparison.Ordinal) && steps++ == step)
                {
                    lost = at;
                    throw new IOException("the answer is lost");
                }
                return Task.CompletedTask;
            });
            var guard = new SecurityGroupGuard(ports, ports, harness, new FixedPolicy(PolicyOf(name)), new(), harness.Time, new Random(1)) { Record = ports, Counters = ports };

            var response = await guard.HandleAsync(Encoding.UTF8.GetBytes(Authorized(group, "sgr-1")), harness.Time.GetUtcNow() + TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken);

            Assert.True(response.Outcome == GuardOutcome.Reverted && !response.MustRetry, $"{lost}, step {step}: {response.Outcome}");
            Assert.Equal(left, Texts(harness.Ec2.Groups[group.GroupId].Rules));
            Assert.True(harness.Mail.Count == (lost == "after Send" ? 2 : 1), $"{lost}, step {step}: {harness.Mail.Count} messages");
            Assert.True(harness.Incidents[^1].Revoked.Length == harness.Incidents[^1].Planned.Revoke.Length, $"{lost}, step {step}");
            if (lost == "")
            {
                return;
            }
        }
    }

    private static (GuardHarness Harness, SecurityGroup Group, string[] Left) Prepare(string name, double delaySeconds)
    {
        var harness = new GuardHarness(PolicyOf(name));
        var group = name switch
        {
            "two directions" => Groups.Default("ingress tcp/22 from 0.0.0.0/0", "egress any to 0.0.0.0/0", "egress any to ::/0"),
            "required" => Groups.Web("ingress tcp/22 from 0.0.0.0/0"),
            _ => Groups.Web("ingress tcp/22 from 0.0.0.0/0", "ingress tcp/443 from 10.0.0.0/8"),
        };
        harness.Ec2.Put(group);
        harness.Ec2.Settings.ReadDelay = TimeSpan.FromSeconds(delaySeconds);
        return (harness, group, name switch
        {
            "one rule" => ["ingress tcp/443 from 10.0.0.0/8"],
            "narrowed" => ["ingress tcp/22 from 203.0.113.0/24", "ingress tcp/443 from 10.0.0.0/8"],
            "required" => ["ingress tcp/9100 from 10.0.0.0/8"],
            _ => [],
        });
    }

    private static Policy PolicyOf(string name) => name switch
    {
        "narrowed" => ((PolicyReadResult.Accepted)PolicyReader.Read("test", OfficeOnly)).Policy,
        "required" => ((PolicyReadResult.Accepted)PolicyReader.Read("test", Required)).Policy,
        _ => BuiltInPolicy.Instance,
    };

    private static string[] Texts(ImmutableArray<SecurityGroupRule> rules) => [.. rules.Select(rule => rule.ToString()).Order(StringComparer.Ordinal)];
}
