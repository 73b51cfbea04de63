using System.Collections.Immutable;
using System.Text;
using CsCheck;
using SgWatch.Calls;
using SgWatch.Guard;
using SgWatch.Guard.Limiting;
using SgWatch.Guard.PolicySources;
using SgWatch.Guard.Recording;
using SgWatch.Policies;
using SgWatch.Policies.Reading;
using SgWatch.Rules;
using static SgWatch.Tests.Guard.GuardHarness;

namespace SgWatch.Tests.Guard.Reconciling;

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

    private static readonly string[] Names = ["one rule", "two directions", "narrowed", "required"];
    private static readonly double[] DelaysSeconds = [0, 0.1, 1, 5, 300];

    public static MatrixTheoryData<string, double> Cases { get; } = new(Names, DelaysSeconds);

    [Theory, MemberData(nameof(Cases))]
    public async Task A_change_that_is_shown_late_is_made_once_and_told_once(string name, double delaySeconds)
    {
        var story = new Story(name) { ReadDelay = delaySeconds };

        var response = await story.HandleAsync();

        story.CheckEnd(response, "");
        var after = Assert.Single(story.Harness.Incidents).After!;
        Assert.Equal(story.Left, Texts(after.Rules));
        Assert.Equal(name == "two directions" ? 2 : 1, story.Calls("Revoke"));
    }

    [Theory, MemberData(nameof(Cases))]
    public async Task Whichever_answer_is_lost_besides_people_are_notified_once(string name, double delaySeconds)
    {
        for (var step = 0; ; step++)
        {
            var story = new Story(name) { ReadDelay = delaySeconds, LostAnswer = step };

            var response = await story.HandleAsync();

            story.CheckEnd(response, $"{story.Lost}, step {step}");
            if (story.Lost == "")
            {
                return;
            }
        }
    }

    [Theory, MemberData(nameof(Cases))]
    public async Task A_sweep_that_still_shows_the_old_rules_changes_and_tells_nothing(string name, double delaySeconds)
    {
        var story = new Story(name) { ReadDelay = delaySeconds };
        await story.HandleAsync();

        story.Harness.Ec2.Settings.ListDelay = TimeSpan.FromSeconds(delaySeconds);
        var swept = await story.Harness.HandleAsync("""{"sgwatch":"sweep"}""");

        Assert.True(swept is { MustRetry: false, Outcome: GuardOutcome.Compliant or GuardOutcome.Ignored }, $"{swept.Outcome}");
        Assert.Single(story.Harness.Mail);
        Assert.Equal(story.Left, Texts(story.Harness.Ec2.Groups.Values.Single().Rules));
    }

    [Fact] // readings may even go back in time
    public Task However_long_each_reading_is_behind_the_change_is_made_once_and_told_once() => Gen.Select(
        Gen.Int[0, Names.Length - 1].Select(i => Names[i]), Gen.Double[0.001, 20], Gen.Int[0, 30], Gen.Int)
        .HoldsAsync(async drawn =>
        {
            var (name, longestSeconds, lostAnswer, seed) = drawn;
            var random = new Random(seed);
            var story = new Story(name) { LostAnswer = lostAnswer };
            var settings = story.Harness.Ec2.Settings;
            story.Harness.Ec2.OnCall = _ => settings.ReadDelay = TimeSpan.FromSeconds(0.0001 + (random.NextDouble() * longestSeconds));
            settings.ReadDelay = TimeSpan.FromSeconds(longestSeconds);

            var response = await story.HandleAsync();

            story.CheckEnd(response, $"{name}, {longestSeconds} s, lost {story.Lost} at {lostAnswer}, seed {seed}");
        }, cases: 3_000);

    [Fact] // NotFound for a rule that can be read may be as stale as any reading
    public async Task A_revoke_that_finds_nothing_is_believed_only_when_a_reading_agrees()
    {
        var story = new Story("one rule");
        story.Harness.Ec2.FailNext("Revoke", CallFailureKind.NotFound);

        var response = await story.HandleAsync();

        Assert.Equal(GuardOutcome.Reverted, response.Outcome);
        Assert.Equal(story.Left, Texts(story.Harness.Ec2.Groups.Values.Single().Rules));
    }

    private static string[] Texts(ImmutableArray<SecurityGroupRule> rules) =>
        [.. rules.Select(rule => rule.ToString()).Order(StringComparer.Ordinal)];

    /// <summary>One group that was just opened, and a guard that closes it.</summary>
    private sealed class Story
    {
        private readonly SecurityGroup _group;
        private readonly SecurityGroupGuard _guard;
        private int _answers;

        public Story(string name)
        {
            var policy = name switch
            {
                "narrowed" => Read(OfficeOnly),
                "required" => Read(Required),
                _ => BuiltInPolicy.Instance,
            };
            Harness = new(policy);
            (_group, Left) = name switch
            {
                "two directions" =>
                    (SampleGroups.Default("ingress tcp/22 from 0.0.0.0/0", "egress any to 0.0.0.0/0", "egress any to ::/0"), []),
                "required" => (SampleGroups.Web("ingress tcp/22 from 0.0.0.0/0"), (string[])["ingress tcp/9100 from 10.0.0.0/8"]),
                "narrowed" => (Web(), ["ingress tcp/22 from 203.0.113.0/24", "ingress tcp/443 from 10.0.0.0/8"]),
                _ => (Web(), ["ingress tcp/443 from 10.0.0.0/8"]),
            };
            Harness.Ec2.Put(_group);
            var ports = new HookedPorts(
                Harness.Ec2.OwnGroups, Harness, new MemoryIncidentRecord(Harness.Time), new MemoryCounters(Harness.Time), Lose);
            _guard = new(ports, ports, Harness, new FixedPolicy(policy), new(), Harness.Time, new Random(1))
            {
                Record = ports,
                Counters = ports,
            };
        }

        public GuardHarness Harness { get; }

        /// <summary>The rules at the end.</summary>
        public string[] Left { get; }

        public double ReadDelay
        {
            init => Harness.Ec2.Settings.ReadDelay = TimeSpan.FromSeconds(value);
        }

        /// <summary>Which of all answers is lost, counted from 0.</summary>
        public int LostAnswer { get; init; } = -1;

        /// <summary>The answer that was lost; empty for none.</summary>
        public string Lost { get; private set; } = "";

        public int Calls(string name) => Harness.Ec2.Calls.Count(call => call.StartsWith(name, StringComparison.Ordinal));

        public Task<GuardResponse> HandleAsync() => _guard.HandleAsync(
            Encoding.UTF8.GetBytes(Authorized(_group, "sgr-1")), Harness.Time.GetUtcNow() + TimeSpan.FromMinutes(1),
            TestContext.Current.CancellationToken);

        public void CheckEnd(GuardResponse response, string when)
        {
            Assert.True(response is { Outcome: GuardOutcome.Reverted, MustRetry: false }, $"{when}: {response.Outcome}");
            Assert.Equal(Left, Texts(Harness.Ec2.Groups[_group.GroupId].Rules));
            Assert.True(Harness.Mail.Count == (Lost == "after Send" ? 2 : 1), $"{when}: {Harness.Mail.Count} messages");
            Assert.All(Harness.Mail, mail => Assert.DoesNotContain("FAILED", mail.Subject, StringComparison.Ordinal));
            var incident = Harness.Incidents[^1];
            Assert.True(
                Texts(incident.Planned.Revoke).SequenceEqual(Texts(incident.Revoked)), $"{when}: {incident.Revoked.Length} revoked");
            Assert.True(
                Texts(incident.Planned.Authorize).SequenceEqual(Texts(incident.Authorized)), $"{when}: {incident.Authorized.Length} added");
        }

        private Task Lose(string at)
        {
            if (at.StartsWith("after", StringComparison.Ordinal) && _answers++ == LostAnswer)
            {
                Lost = at;
                throw new IOException("the answer is lost");
            }
            return Task.CompletedTask;
        }

        private static SecurityGroup Web() => SampleGroups.Web("ingress tcp/22 from 0.0.0.0/0", "ingress tcp/443 from 10.0.0.0/8");

        private static Policy Read(string text) => ((PolicyReadResult.Accepted)PolicyReader.Read("test", text)).Policy;
    }
}
