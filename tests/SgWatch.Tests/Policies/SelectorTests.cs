using System.Collections.Immutable;
using SgWatch.Policies;
using SgWatch.Rules;

namespace SgWatch.Tests.Policies;

public sealed class SelectorTests
{
    private static readonly SecurityGroup Group = SampleGroups.Web() with
    {
        Tags = ImmutableSortedDictionary<string, string>.Empty.Add("tier", "edge").Add("team", "payments"),
    };

    private static readonly Selector Mine = new() { Names = ["web"] };
    private static readonly Selector Theirs = new() { Names = ["db"] };

    [Theory]
    [InlineData(true, "tier", "edge")]
    [InlineData(true, "tier", "inner", "e*")] // one of the values
    [InlineData(false, "tier", "inner")]
    [InlineData(false, "Tier", "edge")]
    [InlineData(false, "stage", "*")] // a group without the tag isn't selected
    public void A_tag_selects_the_groups_with_one_of_its_values(bool isSelected, string key, params string[] values) =>
        Assert.Equal(isSelected, new Selector { Tags = [(key, [.. values])] }.Selects(Group));

    [Fact]
    public void Every_tag_must_hold()
    {
        Assert.True(new Selector { Tags = [("tier", ["edge"]), ("team", ["payments"])] }.Selects(Group));
        Assert.False(new Selector { Tags = [("tier", ["edge"]), ("team", ["search"])] }.Selects(Group));
        Assert.False(new Selector { Tags = [("tier", ["inner"]), ("team", ["payments"])] }.Selects(Group));
    }

    [Fact]
    public void Of_any_one_must_hold_and_what_not_names_is_left_out()
    {
        Assert.True(new Selector { Any = [Theirs, Mine] }.Selects(Group));
        Assert.False(new Selector { Any = [Theirs, Theirs] }.Selects(Group));
        Assert.True(new Selector { Not = Theirs }.Selects(Group));
        Assert.False(new Selector { Not = Mine }.Selects(Group));
    }

    [Fact]
    public void Each_part_must_hold()
    {
        var all = new Selector
        {
            Names = ["w*"],
            Ids = [Group.GroupId],
            Vpcs = [Group.VpcId!],
            Accounts = [Group.OwnerId!],
            Regions = [Group.Region!],
            Tags = [("tier", ["edge"])],
            Any = [Mine],
        };

        Assert.True(all.Selects(Group));
        Selector[] others =
        [
            all with { Names = ["db"] },
            all with { Ids = ["sg-9"] },
            all with { Vpcs = ["vpc-9"] },
            all with { Accounts = ["999999999999"] },
            all with { Regions = ["us-east-1"] },
            all with { Tags = [("tier", ["inner"])] },
            all with { Any = [Theirs] },
            all with { Not = Mine },
        ];
        Assert.All(others, other => Assert.False(other.Selects(Group)));
    }

    [Fact]
    public void What_the_data_does_not_say_is_not_selected_by_name()
    {
        var unknown = Group with { VpcId = null, OwnerId = null, Region = null };

        Assert.False(new Selector { Vpcs = ["vpc-9"] }.Selects(unknown));
        Assert.False(new Selector { Accounts = ["999999999999"] }.Selects(unknown));
        Assert.False(new Selector { Regions = ["us-east-1"] }.Selects(unknown));
        Assert.True(Selector.EveryGroup.Selects(unknown));
    }
}
