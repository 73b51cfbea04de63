using SgWatch.Calls;
using SgWatch.Guard.Reconciling;

namespace SgWatch.Tests.Guard.Reconciling;

/// <summary>The prefix lists that <c>explain</c> and <c>undo</c> read.</summary>
public sealed class LivePrefixListsTests
{
    private readonly LabEc2 _ec2 = new();

    [Fact]
    public async Task A_list_that_is_not_there_is_not_one_that_was_read()
    {
        _ec2.PutPrefixList("pl-1", "10.0.0.0/8");

        var lists = await LivePrefixLists.ReadAsync(_ec2.OwnGroups, ["pl-1", "pl-2"], CancellationToken.None);

        Assert.Equal(["10.0.0.0/8"], Assert.Single(lists.Entries).Value.ToCidrs());
        Assert.Equal(["pl-2"], lists.NotFound);
    }

    [Fact]
    public async Task A_list_that_may_not_be_read_is_not_one_that_is_not_there()
    {
        _ec2.FailNext("ReadPrefixList", CallFailureKind.Refused, times: 2);

        var lists = await LivePrefixLists.ReadAsync(_ec2.OwnGroups, ["pl-1"], CancellationToken.None);

        Assert.Empty(lists.Entries);
        Assert.Empty(lists.NotFound);
    }
}
