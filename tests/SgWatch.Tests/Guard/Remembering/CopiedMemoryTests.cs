using System.Collections.Immutable;
using CsCheck;
using Microsoft.Extensions.Time.Testing;
using SgWatch.Calls;
using SgWatch.Changes;
using SgWatch.Guard.Ports;
using SgWatch.Guard.Remembering;
using SgWatch.Verdicts.Baselines;

namespace SgWatch.Tests.Guard.Remembering;

/// <summary>The memory's laws hold with a copy too, and a memory that is gone or too old is filled again.</summary>
public sealed class CopiedMemoryTests : MemoryStoreLaws
{
    private static readonly RegionMemory Region = new(Noon, Noon) { ListedAt = Noon, CompleteAt = Noon };

    private readonly FakeMemoryCopy _copy = new();
    private readonly FakeTimeProvider _time = new(Noon);
    private readonly List<AccountRegion> _restored = [];
    private ProcessMemoryStore _table = new();
    private CopiedMemory? _memory;

    protected override IMemoryStore Store => _memory ??= NewMemory();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_sweep_copies_the_memory_if_it_has_changed_and_else_daily()
    {
        await FillAsync();
        Assert.Equal((1, 1L), (_copy.Writes, _copy.Mark!.Number));

        _time.Advance(TimeSpan.FromHours(1));
        await SweepAsync();
        Assert.Equal(1, _copy.Writes);

        await Store.WriteAsync(Here, Memory("sg-1", rules: 5), 1, Token);
        await SweepAsync();
        Assert.Equal((2, 2L), (_copy.Writes, _copy.Mark!.Number));

        _time.Advance(TimeSpan.FromHours(25));
        await SweepAsync();
        await SweepAsync();
        Assert.Equal((3, 3L), (_copy.Writes, _copy.Mark!.Number));
        Assert.Empty(_restored);
    }

    [Fact]
    public async Task An_emptied_table_is_filled_from_the_copy_once()
    {
        await FillAsync();
        Restart(new());

        var region = Value(await Store.ReadRegionAsync(Here, Token)).Value!;

        Assert.Equal(MemoryText.Of(Region with { Copies = 1 }), MemoryText.Of(region));
        Assert.Equal([Here], _restored);
        Assert.Equal(
            [MemoryText.Of(Memory("sg-1", rules: 3)), MemoryText.Of(Memory("sg-2", rules: 20))],
            (await ListAsync(Here)).Select(group => MemoryText.Of(group.Value!)).Order(StringComparer.Ordinal));
        Restart(_table);
        await Store.ReadRegionAsync(Here, Token);
        Assert.Single(_restored);
    }

    [Fact]
    public async Task A_table_that_is_older_than_its_copy_gets_what_the_copy_knows_better()
    {
        await FillAsync();
        var (backup, _) = (await ListAsync(Here), await Store.ReadRegionAsync(Here, Token));
        await Store.WriteAsync(Here, Memory("sg-1", rules: 9) with { SettledAt = Noon.AddHours(2) }, 1, Token);
        await Store.WriteAsync(Here, Memory("sg-3", rules: 3), 0, Token);
        await SweepAsync();

        Restart(new());
        await _table.WriteRegionAsync(Here, Region with { Copies = 1 }, 0, Token);
        foreach (var group in backup)
        {
            await _table.WriteAsync(Here, group.Value!, 0, Token);
        }
        await _table.WriteAsync(Here, Memory("sg-2", rules: 1) with { SettledAt = Noon.AddHours(3) }, 1, Token); // settled since
        await _table.WriteAsync(Here, Memory("sg-4", rules: 4), 0, Token);
        Assert.Equal(2, Value(await Store.ReadRegionAsync(Here, Token)).Value!.Copies);

        Assert.Equal([Here], _restored);
        Assert.Equal(
            [("sg-1", 9), ("sg-2", 1), ("sg-3", 3), ("sg-4", 4)],
            (await ListAsync(Here)).Select(group => (group.Value!.GroupId, group.Value.Rules.Count)).Order());
    }

    [Fact]
    public async Task A_memory_that_was_reset_isnt_filled_again_and_gets_copies_of_its_own()
    {
        await FillAsync();
        Restart(new());
        await _table.WriteRegionAsync(Here, Region with { FirstSweepAt = Noon.AddDays(1) }, 0, Token);

        Assert.Equal(0, Value(await Store.ReadRegionAsync(Here, Token)).Value!.Copies);
        Assert.Empty(await ListAsync(Here));
        await SweepAsync();

        Assert.Equal((Noon.AddDays(1), 1L), (_copy.Mark!.FirstSweepAt, _copy.Mark.Number));
        Restart(new());
        Assert.Equal(Noon.AddDays(1), Value(await Store.ReadRegionAsync(Here, Token)).Value!.FirstSweepAt);
    }

    [Fact]
    public async Task Without_an_answer_about_the_copy_a_missing_memory_is_no_first_sweep()
    {
        await FillAsync();
        _copy.IsDown = true;
        Restart(new());
        Assert.Equal(FakeMemoryCopy.Down, (await Store.ReadRegionAsync(Here, Token)).FailureOrNull);
    }

    [Fact]
    public async Task Without_an_answer_about_the_copy_a_memory_is_used()
    {
        await FillAsync();
        _copy.IsDown = true;
        Restart(_table);
        Assert.NotNull(Value(await Store.ReadRegionAsync(Here, Token)).Value);
        Assert.Equal(FakeMemoryCopy.Down, (await Store.SweptAsync(Here, Token)).FailureOrNull);
    }

    [Fact]
    public async Task A_broken_copy_is_no_first_sweep_either()
    {
        await FillAsync();
        Restart(new());
        _copy.Bytes = _copy.Bytes[..^20];
        Assert.Equal("UnreadableCopy", (await Store.ReadRegionAsync(Here, Token)).FailureOrNull?.Code);
        Assert.Null(Value(await _table.ReadRegionAsync(Here, Token)).Value);
    }

    [Fact] // a first sweep anew would tolerate what is open by then
    public async Task A_memory_that_cant_be_understood_and_has_no_copy_is_a_failure()
    {
        var memory = new CopiedMemory(new UnreadableRegion(), _copy, _time, _restored.Add);
        Assert.Equal("Unreadable", (await memory.ReadRegionAsync(Here, Token)).FailureOrNull?.Code);
    }

    [Fact]
    public async Task The_copy_is_asked_for_once_in_half_an_hour()
    {
        await FillAsync();
        Restart(_table);
        var before = _copy.Finds;
        await Store.ReadRegionAsync(Here, Token);
        await Store.ReadRegionAsync(Here, Token);
        Assert.Equal(1, _copy.Finds - before);
        _time.Advance(TimeSpan.FromMinutes(31));
        await Store.ReadRegionAsync(Here, Token);
        Assert.Equal(2, _copy.Finds - before);
    }

    [Fact] // else a copy whose write was followed by a crash would be newer than the memory
    public async Task The_memory_has_its_number_before_the_copy()
    {
        var number = 0L;
        _copy.BeforeWrite = () => number = Value(_table.ReadRegionAsync(Here, Token).Result).Value!.Copies;
        await FillAsync();
        Assert.Equal(1, number);
        _copy.IsDown = true;
        await Store.WriteAsync(Here, Memory("sg-1", rules: 5), 1, Token);
        await Store.SweptAsync(Here, Token);
        _copy.IsDown = false;
        Restart(_table);
        await Store.ReadRegionAsync(Here, Token);
        await SweepAsync();
        Assert.Empty(_restored);
        Assert.Equal(2, _copy.Writes);
    }

    [Fact]
    public void No_bytes_break_the_reader_of_copies() => Gen.Select(AnyMemory.OfGroup, Gen.Byte.Array[0, 60], Gen.Int[0, 600]).Sample(
        (memory, noise, at) =>
        {
            using var writer = new MemoryCopyJson.Writer(Region);
            writer.Add(memory);
            var bytes = writer.End().ToArray();
            noise.AsSpan(0, Math.Min(noise.Length % 5, bytes.Length)).CopyTo(bytes.AsSpan(at % Math.Max(1, bytes.Length - 5)));
            MemoryCopyJson.ReadAsync(bytes, _ => Task.CompletedTask).GetAwaiter().GetResult();
            MemoryCopyJson.ReadAsync(noise, _ => Task.CompletedTask).GetAwaiter().GetResult();
        }, iter: Laws.Scaled(2000));

    private CopiedMemory NewMemory() => new(_table, _copy, _time, _restored.Add);

    private void Restart(ProcessMemoryStore table) => (_table, _memory) = (table, null);

    private async Task FillAsync()
    {
        await Store.WriteRegionAsync(Here, Region, 0, Token);
        await Store.WriteAsync(Here, Memory("sg-1", rules: 3), 0, Token);
        await Store.WriteAsync(Here, Memory("sg-2", rules: 20), 0, Token);
        await SweepAsync();
    }

    private async Task SweepAsync() => Assert.IsType<CallResult<Done>.Ok>(await Store.SweptAsync(Here, Token));

    /// <summary>A memory whose region is of a later version's schema.</summary>
    private sealed class UnreadableRegion : IMemoryStore
    {
        private readonly ProcessMemoryStore _store = new();

        public Task<CallResult<Versioned<RegionMemory>>> ReadRegionAsync(
            AccountRegion accountRegion, CancellationToken cancellationToken) =>
            Task.FromResult<CallResult<Versioned<RegionMemory>>>(new Versioned<RegionMemory>(null, 7));

        public Task<CallResult<bool>> WriteRegionAsync(
            AccountRegion accountRegion, RegionMemory region, long version, CancellationToken cancellationToken) =>
            _store.WriteRegionAsync(accountRegion, region, version, cancellationToken);

        public Task<CallResult<Versioned<GroupMemory>>> ReadAsync(
            AccountRegion accountRegion, string groupId, CancellationToken cancellationToken) =>
            _store.ReadAsync(accountRegion, groupId, cancellationToken);

        public Task<CallResult<GroupMemoryPage>> ListAsync(
            AccountRegion accountRegion, string? nextToken, CancellationToken cancellationToken) =>
            _store.ListAsync(accountRegion, nextToken, cancellationToken);

        public Task<CallResult<bool>> WriteAsync(
            AccountRegion accountRegion, GroupMemory memory, long version, CancellationToken cancellationToken) =>
            _store.WriteAsync(accountRegion, memory, version, cancellationToken);

        public Task<CallResult<ImmutableArray<AccountRegion>>> RegionsAsync(
            CancellationToken cancellationToken) => _store.RegionsAsync(cancellationToken);

        public Task<CallResult<MemoryForgotten>> ForgetAsync(
            AccountRegion accountRegion, DateTimeOffset settledBefore, string? nextToken, CancellationToken cancellationToken) =>
            _store.ForgetAsync(accountRegion, settledBefore, nextToken, cancellationToken);
    }
}
