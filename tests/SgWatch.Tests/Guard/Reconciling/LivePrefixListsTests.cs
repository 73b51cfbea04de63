using SgWatch.Calls;
using SgWatch.Guard.Reconciling;
using SgWatch.Guard.Retrying;
using SgWatch.Rules;

namespace SgWatch.Tests.Guard.Reconciling;

/// <summary>The prefix lists that <c>explain</c> and <c>undo</c> read.</summary>
public sealed class LivePrefixListsTests
{
    private readonly SkippingTime _time = new(new(2026, 8, 1, 12, 0, 0, TimeSpan.Zero));
    private readonly LabEc2 _ec2;

    public LivePrefixListsTests()
    {
        _ec2 = new(_time);
        _ec2.PutPrefixList("pl-1", "10.0.0.0/8");
    }

    [Fact]
    public async Task A_list_that_is_not_there_is_not_one_that_was_read()
    {
        var lists = Value(await ReadAsync("pl-1", "pl-2"));

        Assert.Equal(["10.0.0.0/8"], Assert.Single(lists.Entries).Value.ToCidrs());
        Assert.Equal(["pl-2"], lists.NotFound);
    }

    [Fact]
    public async Task A_list_that_may_not_be_read_is_not_one_that_is_not_there()
    {
        _ec2.FailNext("ReadPrefixList", CallFailureKind.Refused, times: 2);

        var lists = Value(await ReadAsync("pl-1"));

        Assert.Empty(lists.Entries);
        Assert.Empty(lists.NotFound);
    }

    [Fact]
    public async Task A_throttle_is_tried_again()
    {
        _ec2.FailNext("ReadPrefixList", CallFailureKind.Transient, times: 2);
        Assert.Contains("pl-1", Value(await ReadAsync("pl-1")).Entries.Keys);
    }

    [Fact] // it was called a list that can't be read: a finding, as if it weren't there
    public async Task A_throttle_that_lasts_is_a_failure_and_no_list_that_cannot_be_read()
    {
        _ec2.FailNext("ReadPrefixList", CallFailureKind.Transient, times: 99);
        Assert.Equal("RequestLimitExceeded", (await ReadAsync("pl-1")).FailureOrNull?.Code);
    }

    private Task<CallResult<PrefixLists>> ReadAsync(params string[] ids)
    {
        var retry = new Retry(new(), _time, new Random(1), _time.GetUtcNow().AddMinutes(5));
        return LivePrefixLists.ReadAsync(_ec2.OwnGroups, ids, retry, TestContext.Current.CancellationToken);
    }

    private static PrefixLists Value(CallResult<PrefixLists> result) =>
        result.TryGet(out var lists, out var failure) ? lists : throw new InvalidOperationException($"{failure}");
}
