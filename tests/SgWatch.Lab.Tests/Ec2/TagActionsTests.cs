namespace SgWatch.Lab.Tests.Ec2;

public sealed class TagActionsTests : LabFixture
{
    [Theory]
    [InlineData("Tag.1.Key=a", "b=2")] // a key alone takes the tag whatever its value
    [InlineData("Tag.1.Key=a&Tag.1.Value=1", "b=2")]
    [InlineData("Tag.1.Key=a&Tag.1.Value=9", "a=1 b=2")]
    [InlineData("Tag.1.Key=a&Tag.1.Value=", "a=1 b=2")] // an empty value is a value
    [InlineData("", "")]
    public async Task Tags_go_by_key_by_value_or_all_of_them(string tags, string left)
    {
        var group = await CreateGroupAsync("web");
        await Client.Ec2TextAsync("return", "CreateTags", $"ResourceId.1={group}&Tag.1.Key=a&Tag.1.Value=0&Tag.2.Key=b&Tag.2.Value=2");
        await Client.Ec2TextAsync("return", "CreateTags", $"ResourceId.1={group}&Tag.1.Key=a&Tag.1.Value=1"); // overwrites
        await Client.Ec2TextAsync("return", "DeleteTags", $"ResourceId.1={group}&{tags}");
        var listed = (await Client.Ec2Async("DescribeTags", $"Filter.1.Name=resource-id&Filter.1.Value.1={group}")).Items("tagSet");
        Assert.Equal(left, string.Join(' ', listed.Select(tag => $"{tag.Text("key")}={tag.Text("value")}")));
        Assert.Equal(left,
            string.Join(' ', Lab.Account.Groups("us-east-1").Single(g => g.GroupId == group).Tags.Select(tag => $"{tag.Key}={tag.Value}")));
    }
}
