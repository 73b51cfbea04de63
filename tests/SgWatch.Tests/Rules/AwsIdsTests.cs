using SgWatch.Rules;

namespace SgWatch.Tests.Rules;

public class AwsIdsTests
{
    [Theory]
    [InlineData("111122223333", true)]
    [InlineData("11112222333", false)]
    [InlineData("1111222233334", false)]
    [InlineData("11112222333a", false)]
    [InlineData("١١١١٢٢٢٢٣٣٣٣", false)] // digits, and none of ASCII's
    [InlineData("", false)]
    public void An_account_is_twelve_digits(string text, bool isAccount) => Assert.Equal(isAccount, AwsIds.IsAccount(text));

    [Theory]
    [InlineData("eu-west-1", true)]
    [InlineData("us-gov-west-1", true)]
    [InlineData("local", true)] // an emulator's
    [InlineData("", false)]
    [InlineData("-", false)]
    [InlineData("eu-west-", false)]
    [InlineData("1-west", false)]
    [InlineData("EU-WEST-1", false)]
    [InlineData("eu-west-1.evil", false)]
    [InlineData("evil.example/#", false)]
    [InlineData("a-region-name-that-is-much-longer-than-any", false)]
    public void A_region_can_be_a_part_of_a_host_name(string text, bool isRegion) => Assert.Equal(isRegion, AwsIds.IsRegion(text));

    [Theory]
    [InlineData("sg-0123456789abcdef0", true, false, false, false)]
    [InlineData("sgr-0123456789abcdef0", false, true, false, false)]
    [InlineData("pl-0123456789abcdef0", false, false, true, false)]
    [InlineData("vpc-0123456789abcdef0", false, false, false, true)]
    [InlineData("sg-", false, false, false, false)]
    [InlineData("sg-0123456789ABCDEF0", false, false, false, false)]
    [InlineData("sg-1/../2", false, false, false, false)]
    [InlineData("sg-00000000000000000000000000000000000000000000000000000000000000", false, false, false, false)] // 65 characters
    public void An_id_has_its_prefix_and_lower_case_letters_and_digits(string text, bool group, bool rule, bool list, bool vpc) =>
        Assert.Equal(
            (group, rule, list, vpc),
            (AwsIds.IsGroupId(text), AwsIds.IsRuleId(text), AwsIds.IsPrefixListId(text), AwsIds.IsVpcId(text)));

    [Fact]
    public void A_groups_name_has_1_to_255_characters() => Assert.Equal(
        [false, true, true, false], ((int[])[0, 1, 255, 256]).Select(length => AwsIds.IsGroupName(new('ü', length))));
}
