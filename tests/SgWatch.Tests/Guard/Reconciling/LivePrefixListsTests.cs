using SgWatch.Calls;
using SgWatch.Guard.Reconciling;
using SgWatch.Guard.Retrying;

namespace SgWatch.Tests.Guard.Reconciling;

public sealed class LivePrefixListsTests
{
    private readonly SkippingTime _time = new(new(2026, 8, 1, 12, 0, 0, TimeSpan.Zero));
    private readonly LabEc2 _ec2;

    public LivePrefixListsTests()
    {
        _ec2 = new(_time);
        _ec2.PutPrefixList("pl-1", "10.0.0.0/8");
    }

    private Retry Retry => new(new(), _time, new Random(1), _time.GetUtcNow().AddMinutes(5));

    [Fact]
    public async Task A_throttle_is_tried_again()
    {
        _ec2.FailNext("ReadPrefixList", CallFailureKind.Transient, times: 2);
        var read = await LivePrefixLists.ReadAsync(_ec2.OwnGroups, ["pl-1"], Retry, TestContext.Current.CancellationToken);
        Assert.True(read.TryGet(out var lists, out _));
        Assert.Contains("pl-1", lists.Entries.Keys);
    }

    [Fact] // it was called a list that can't be read: a finding, as if it weren't there
    public async Task A_throttle_that_lasts_is_a_failure_and_no_list_that_cannot_be_read()
    {
        _ec2.FailNext("ReadPrefixList", CallFailureKind.Transient, times: 99);
        var read = await LivePrefixLists.ReadAsync(_ec2.OwnGroups, ["pl-1"], Retry, TestContext.Current.CancellationToken);
        Assert.Equal("RequestLimitExceeded", read.FailureOrNull?.Code);
    }

    [Fact]
    public async Task A_list_that_is_not_there_is_left_out()
    {
        var read = await LivePrefixLists.ReadAsync(_ec2.OwnGroups, ["pl-1", "pl-2"], Retry, TestContext.Current.CancellationToken);
        Assert.True(read.TryGet(out var lists, out _));
        Assert.Equal(["pl-1"], lists.Entries.Keys);
    }
}
