using SgWatch.Policies.Reading;

namespace SgWatch.Tests.Policies.Reading;

public sealed class NearestNameTests
{
    [Theory]
    [InlineData("ofice", "office")]
    [InlineData("offcie", "office")] // neighbours swapped: one edit
    [InlineData("OFFICE", "office")]
    [InlineData("partners", "partner")]
    [InlineData("zzz", null)]
    [InlineData("", null)]
    [InlineData("of", null)] // too short to be similar
    public void The_nearest_name_is_found_if_it_is_near(string text, string? expected) =>
        Assert.Equal(expected, NearestName.Of(text, ["office", "partner", "of2345"]));

    [Theory]
    [InlineData("", "abc", 3)]
    [InlineData("abc", "abc", 0)]
    [InlineData("abc", "acb", 1)]
    [InlineData("kitten", "sitting", 3)]
    [InlineData("ca", "abc", 3)] // each character is edited once
    public void Distance_counts_edits(string a, string b, int expected)
    {
        Assert.Equal(expected, NearestName.Distance(a, b));
        Assert.Equal(expected, NearestName.Distance(b, a));
    }
}
