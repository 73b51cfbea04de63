using SgWatch.Aws.Dynamo;
using SgWatch.Calls;
using SgWatch.EndToEnd.Tools;
using SgWatch.Incidents;
using SgWatch.Tests.Guard;
using SgWatch.Tests.Guard.Recording;

namespace SgWatch.EndToEnd.Record;

/// <summary>The past is asked for keys and marks, in a table on moto.</summary>
[Collection(UsesMoto.Name)]
public sealed class IncidentMarkTests(MotoFixture moto)
{
    private static readonly DateTimeOffset Noon = new(2026, 8, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task What_is_noted_of_incidents_can_be_asked_without_them_and_each_by_its_key()
    {
        using var connection = MotoConnection.Of(moto.Server.Url);
        var table = await IncidentTable.CreateAsync(new(moto.Server.Url));
        var record = new DynamoIncidentRecord(connection, table, new StandingTime(Noon)) { BeginWithin = TimeSpan.FromMinutes(1) };
        var cancelled = TestContext.Current.CancellationToken;
        var (small, fat) = (Of("inc-1", rules: 1), Of("inc-2", rules: 400)); // the body of the second is in parts
        Value(await record.BeginAsync(small, Noon.AddSeconds(30), "a", cancelled));
        Value(await record.BeginAsync(fat, Noon.AddSeconds(30), "b", cancelled));
        var ended = fat with { Outcome = IncidentOutcome.Reverted };
        Value(await record.EndAsync(ended, Noon.AddSeconds(30), "b", cancelled));
        Value(await record.MarkNotifiedAsync(ended, cancelled));
        var history = Value(await record.HistoryAsync(IncidentKey.Of(small).Group, Noon.AddDays(-1), cancelled));

        var marks = Value(await record.MarksAsync(IncidentKey.Of(small).Group, Noon.AddDays(-1), cancelled));

        Assert.Equal(history.Select(entry => entry.Mark), marks);
        Assert.Equal([marks[0]], Value(await record.UnnotifiedAsync(DateOnly.FromDateTime(Noon.UtcDateTime), 10, cancelled)));
        var read = Value(await record.ReadAsync(marks[1].Key, cancelled));
        Assert.Equal(IncidentJson.Write(ended), IncidentJson.Write(read!.Incident));
        Assert.Null(Value(await record.ReadAsync(marks[1].Key with { Sort = $"{IncidentKey.Time(Noon)} inc-3" }, cancelled)));
    }

    private static Incident Of(string id, int rules) =>
        new(id, IncidentOutcome.Intended, new("sg-1", "web") { OwnerId = "111122223333", Region = "eu-west-1" })
        {
            Account = "111122223333",
            Region = "eu-west-1",
            Origins =
            [
                new("AuthorizeSecurityGroupIngress")
                {
                    EventId = id,
                    EventTime = Noon,
                    Account = "111122223333",
                    Region = "eu-west-1",
                },
            ],
            Planned = new(FatRules.Make(rules), []),
            Revoked = FatRules.Make(rules),
            StartedAt = Noon,
            EndedAt = Noon,
        };

    private static T Value<T>(CallResult<T> result) => Assert.IsType<CallResult<T>.Ok>(result).Value;
}
