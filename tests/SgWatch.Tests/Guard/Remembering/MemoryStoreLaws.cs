using System.Collections.Immutable;
using SgWatch.Calls;
using SgWatch.Changes;
using SgWatch.Guard.Ports;
using SgWatch.Rules;
using SgWatch.Verdicts.Baselines;

namespace SgWatch.Tests.Guard.Remembering;

/// <summary>What every memory keeps to, wherever it is.</summary>
public abstract class MemoryStoreLaws
{
    protected static readonly DateTimeOffset Noon = new(2026, 11, 28, 12, 0, 0, TimeSpan.Zero);
    protected static readonly AccountRegion Here = new("111122223333", "eu-west-1");
    protected static readonly AccountRegion There = new("111122223333", "us-east-1");

    protected abstract IMemoryStore Store { get; }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_was_never_written_is_missing_with_version_0()
    {
        Assert.Equal(new(null, 0), Value(await Store.ReadRegionAsync(Here, Token)));
        Assert.Equal(new(null, 0), Value(await Store.ReadAsync(Here, "sg-1", Token)));
        Assert.Empty(await ListAsync(Here));
    }

    [Fact]
    public async Task What_was_written_is_read_with_its_version()
    {
        var memory = Memory("sg-1", rules: 3);
        Assert.True(Value(await Store.WriteAsync(Here, memory, 0, Token)));
        Assert.True(Value(await Store.WriteRegionAsync(Here, new(Noon, Noon), 0, Token)));

        var group = Value(await Store.ReadAsync(Here, "sg-1", Token));
        Assert.Equal((MemoryText.Of(memory), 1), (MemoryText.Of(group.Value!), group.Version));
        Assert.Equal(new(new(Noon, Noon), 1), Value(await Store.ReadRegionAsync(Here, Token)) with { Value = new(Noon, Noon) });
        Assert.Equal(new(null, 0), Value(await Store.ReadAsync(There, "sg-1", Token)));
    }

    [Fact]
    public async Task A_write_depends_on_the_version_that_was_read()
    {
        Assert.True(Value(await Store.WriteAsync(Here, Memory("sg-1"), 0, Token)));
        Assert.False(Value(await Store.WriteAsync(Here, Memory("sg-1", rules: 1), 0, Token)));
        Assert.True(Value(await Store.WriteAsync(Here, Memory("sg-1", rules: 2), 1, Token)));
        Assert.False(Value(await Store.WriteAsync(Here, Memory("sg-1", rules: 3), 1, Token)));
        Assert.False(Value(await Store.WriteAsync(Here, Memory("sg-2"), 7, Token)));

        Assert.True(Value(await Store.WriteRegionAsync(Here, new(Noon, Noon), 0, Token)));
        Assert.False(Value(await Store.WriteRegionAsync(Here, new(Noon, Noon.AddDays(1)), 0, Token)));
        Assert.True(Value(await Store.WriteRegionAsync(Here, new(Noon, Noon.AddDays(2)), 1, Token)));

        Assert.Equal((2, 2L), (Value(await Store.ReadAsync(Here, "sg-1", Token)) is var (group, version) ? (group!.Rules.Count, version) : default));
        Assert.Equal(Noon.AddDays(2), Value(await Store.ReadRegionAsync(Here, Token)).Value!.FirstSweepAt);
    }

    [Fact] // more than the megabyte that DynamoDB answers with at once
    public async Task A_listing_has_every_group_of_its_account_and_region_once()
    {
        await Store.WriteRegionAsync(Here, new(Noon, Noon), 0, Token);
        await Store.WriteAsync(There, Memory("sg-elsewhere"), 0, Token);
        var ids = Enumerable.Range(0, 40).Select(i => $"sg-{i:x4}").ToArray();
        foreach (var id in ids)
        {
            Assert.True(Value(await Store.WriteAsync(Here, Memory(id, rules: 1000), 0, Token)));
        }
        var listed = await ListAsync(Here);
        Assert.Equal(ids, listed.Select(group => group.Value!.GroupId).Order(StringComparer.Ordinal));
        Assert.All(listed, group => Assert.Equal((1000, 1), (group.Value!.Rules.Count, group.Version)));
    }

    [Fact]
    public async Task Every_account_and_region_with_a_memory_is_known()
    {
        await Store.WriteRegionAsync(Here, new(Noon, Noon), 0, Token);
        await Store.WriteRegionAsync(Here, new(Noon, Noon.AddDays(1)), 1, Token);
        await Store.WriteRegionAsync(There, new(Noon, Noon), 0, Token);
        Assert.Equal([Here, There], Value(await Store.RegionsAsync(Token)).OrderBy(region => region.Region));
    }

    [Fact]
    public async Task What_was_settled_before_a_time_is_forgotten_and_the_region_stays()
    {
        await Store.WriteRegionAsync(Here, new(Noon, Noon), 0, Token);
        await Store.WriteAsync(There, Memory("sg-elsewhere"), 0, Token);
        for (var i = 0; i < 120; i++)
        {
            await Store.WriteAsync(Here, Memory($"sg-{i:x4}") with { SettledAt = Noon.AddSeconds(i) }, 0, Token);
        }
        var (forgotten, at) = (0, (string?)null);
        do
        {
            var part = Value(await Store.ForgetAsync(Here, Noon.AddSeconds(110), at, Token));
            (forgotten, at) = (forgotten + part.Groups, part.NextToken);
        }
        while (at is not null);

        Assert.Equal(110, forgotten);
        Assert.Equal(10, (await ListAsync(Here)).Count);
        Assert.Single(await ListAsync(There));
        Assert.NotNull(Value(await Store.ReadRegionAsync(Here, Token)).Value);
    }

    protected static T Value<T>(CallResult<T> result) => Assert.IsType<CallResult<T>.Ok>(result).Value;

    protected async Task<List<Versioned<GroupMemory>>> ListAsync(AccountRegion accountRegion)
    {
        var (groups, at) = (new List<Versioned<GroupMemory>>(), (string?)null);
        do
        {
            var page = Value(await Store.ListAsync(accountRegion, at, Token));
            groups.AddRange(page.Groups);
            at = page.NextToken;
        }
        while (at is not null);
        return groups;
    }

    protected static GroupMemory Memory(string groupId, int rules = 0)
    {
        var random = new Random(rules);
        return new(groupId, Noon)
        {
            Rules = Enumerable.Range(0, rules).Select(i => new RememberedRule(
                    new(RuleText.Parse($"ingress tcp/{i} from 10.0.0.0/8")
                        with { SecurityGroupRuleId = $"sgr-{random.NextInt64():x16}{random.NextInt64():x16}" }, null), Noon))
                .ToImmutableSortedDictionary(rule => rule.Id, rule => rule, StringComparer.Ordinal),
        };
    }
}
