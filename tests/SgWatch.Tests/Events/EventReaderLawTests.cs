using System.Text;
using System.Text.Json.Nodes;
using CsCheck;
using SgWatch.Changes;
using SgWatch.Events;

namespace SgWatch.Tests.Events;

/// <summary>What holds for any bytes at all.</summary>
public class EventReaderLawTests
{
    private const string Group = "sg-0a1b2c3d4e5f60718";
    private const int Cases = 4_000;

    private static readonly byte[][] Fixtures = [.. Fixture.Names.Select(Fixture.Bytes)];
    private static readonly Gen<Random> Seeded = Gen.Int.Select(seed => new Random(seed));
    private static readonly Gen<byte[]> AnyFixture = AnyOf(Fixtures);

    [Fact]
    public void Any_bytes_are_at_least_one_message() => Gen.Byte.Array[0, 300].Holds(CheckMessages, Cases);

    [Fact]
    public void Any_text_of_JSON_characters_is_at_least_one_message() =>
        AnyOf(
            "{", "}", "[", "]", ":", ",", "\"", "\"Records\"", "\"body\"", "\"detail\"", "sg-", "12345678", "\\ud800", "\\", "0", "null",
            " ")
            .Array[0, 60].Select(pieces => Encoding.UTF8.GetBytes(string.Concat(pieces))).Holds(CheckMessages, Cases);

    [Fact]
    public void Any_JSON_is_at_least_one_message() =>
        Seeded.Select(random => Encoding.UTF8.GetBytes(Mutation.Tree(random, 6)?.ToJsonString() ?? "null")).Holds(CheckMessages, Cases);

    [Fact]
    public void Any_message_with_bytes_damaged_is_at_least_one_message() =>
        Gen.Select(AnyFixture, Seeded).Select(Mutation.OfBytes).Holds(CheckMessages, Cases);

    [Fact]
    public void Any_message_with_values_damaged_is_at_least_one_message() =>
        Gen.Select(AnyFixture, Seeded).Select(Mutation.OfTree).Holds(CheckMessages, Cases);

    [Fact]
    public void An_authorize_event_cut_off_anywhere_after_its_group_leads_to_the_group()
    {
        foreach (var name in Fixture.Names.Where(name => name.StartsWith("authorize", StringComparison.Ordinal)
            && !name.EndsWith("failed", StringComparison.Ordinal) && !name.EndsWith("dry-run", StringComparison.Ordinal)))
        {
            var bytes = Fixture.Bytes(name);
            var at = bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(Group));
            for (var length = at < 0 ? bytes.Length : at + Group.Length; length < bytes.Length; length++)
            {
                var change = Assert.IsType<Trigger.Change>(Assert.Single(EventReader.Read(bytes.AsMemory(0, length))).Trigger);
                Assert.Contains(change.Hints, hint => hint.Target == new Target.Group(Group));
            }
        }
    }

    [Fact]
    public void An_authorize_event_with_its_parameters_damaged_never_comes_to_nothing() => Seeded.Holds(random =>
    {
        var message = JsonNode.Parse(Fixture.Bytes("authorize-ingress-many"))!;
        var detail = message["detail"]!;
        foreach (var name in (string[])["requestParameters", "responseElements"])
        {
            detail[name] = JsonNode.Parse(Mutation.OfTree(Encoding.UTF8.GetBytes(detail[name]!.ToJsonString()), random));
        }
        return EventReader.Read(Encoding.UTF8.GetBytes(message.ToJsonString())) is [{ Trigger: Trigger.Change { Hints.IsEmpty: false } }];
    }, Cases);

    [Fact]
    public void A_batch_means_what_its_bodies_mean_alone() => AnyBody.Array[1, 8].Holds(bodies =>
    {
        var records = bodies.Select((body, number) => (JsonNode)new JsonObject
        {
            ["messageId"] = $"m{number}",
            ["body"] = body,
            ["eventSource"] = "aws:sqs",
        });
        var batch = new JsonObject { ["Records"] = new JsonArray([.. records]) };
        var together = EventReader.Read(Encoding.UTF8.GetBytes(batch.ToJsonString()));
        Assert.Equal(bodies.Select((_, number) => $"m{number}"), together.Select(message => message.MessageId));
        Assert.Equal(
            bodies.Select(body => TriggerText.Of(Assert.Single(EventReader.Read(Encoding.UTF8.GetBytes(body))).Trigger)),
            together.Select(message => TriggerText.Of(message.Trigger)));
    }, cases: 1_000);

    // a batch inside a batch is none
    private static Gen<string> AnyBody => Gen.Select(AnyOf([.. Fixtures.Where(IsNoBatch)]), Gen.Int[0, 3], Seeded)
        .Select((bytes, damage, random) => Encoding.UTF8.GetString(damage == 0 ? bytes[..random.Next(bytes.Length)] : bytes));

    private static Gen<T> AnyOf<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(index => values[index]);

    private static bool IsNoBatch(byte[] bytes) => JsonNode.Parse(bytes)!["Records"] is null;

    private static void CheckMessages(byte[] bytes)
    {
        var messages = EventReader.Read(bytes);
        Assert.NotEmpty(messages);
        foreach (var message in messages)
        {
            switch (message.Trigger)
            {
                case Trigger.Change(var origin, var hints):
                    Assert.NotEmpty(hints);
                    Assert.All(hints, hint => Assert.True(CheckMessages(hint.Target), hint.ToString()));
                    Assert.False(
                        hints.Any(hint => hint is { Target: Target.EveryGroup, Kind: ChangeKind.Unreadable }),
                        "an account is never judged as state");
                    Assert.All(hints, CheckRules);
                    Assert.Matches("^([0-9]{12})?$", origin.Account ?? "");
                    Assert.Matches("^[a-z0-9-]{0,64}$", origin.Region ?? "");
                    break;
                case Trigger.Ignored(var reason):
                    Assert.Matches("^[ -~]{1,600}$", reason);
                    break;
            }
        }
        var scope = Scope.Of(messages);
        Assert.Equal(
            scope.Inspections.Length,
            scope.Inspections.Select(inspection => (inspection.AccountRegion, inspection.Target)).Distinct().Count());
    }

    private static void CheckRules(Hint hint)
    {
        Assert.All(hint.Rules, rule => Assert.True(rule.SecurityGroupRuleId is not null || rule.Content is not null));
        Assert.True(hint.Rules.IsEmpty || hint.Kind is ChangeKind.Authorize or ChangeKind.Modify or ChangeKind.Other);
        Assert.Equal(hint.Kind == ChangeKind.PrefixList, !hint.PrefixListIds.IsEmpty);
        if (hint.Target is Target.EveryGroup)
        {
            Assert.All(hint.Rules, rule => Assert.NotNull(rule.SecurityGroupRuleId)); // a content would name rules of any group
            Assert.NotEqual(ChangeKind.Attachment, hint.Kind);
        }
    }

    private static bool CheckMessages(Target target) => target switch
    {
        Target.Group(var id) => id.Length <= 64 && id.StartsWith("sg-", StringComparison.Ordinal) && id.All(IsIdCharacter),
        Target.NamedGroup(var name, var vpcId) => name.Length is >= 1 and <= 255
            && (vpcId is null || (vpcId.StartsWith("vpc-", StringComparison.Ordinal) && vpcId.All(IsIdCharacter))),
        _ => true,
    };

    private static bool IsIdCharacter(char character) =>
        char.IsAsciiLetterLower(character) || char.IsAsciiDigit(character) || character == '-';
}
