using System.Globalization;

namespace SgWatch.Lab.Tests.Control;

/// <summary>Consistency, Clock and Record.</summary>
public sealed class StateControlTests : LabFixture
{
    [Fact]
    public async Task Reads_are_late_as_asked_and_what_is_not_given_stays()
    {
        var group = await CreateGroupAsync("web");
        await ControlAsync("Consistency", "ReadSeconds=2&LookupSeconds=900");
        var answer = await ControlAsync("Consistency", "ListSeconds=0.5&AppearSeconds=3&PrefixListSeconds=4");

        Assert.Equal("2", answer.Text("ReadSeconds"));
        Assert.Equal(("0.5", "3", "4", "900"), (
            answer.Text("ListSeconds"), answer.Text("AppearSeconds"), answer.Text("PrefixListSeconds"), answer.Text("LookupSeconds")));
        Assert.Equal(TimeSpan.FromSeconds(2), Lab.Account.Settings.ReadDelay);
        Assert.Equal(TimeSpan.FromSeconds(0.5), Lab.Account.Settings.ListDelay);
        Assert.Equal(TimeSpan.FromMinutes(15), Lab.Account.Trail.Settings.Delay);
        await Client.Ec2TextAsync("return", "DeleteSecurityGroup", $"GroupId={group}");
        Assert.Equal(200, (await Client.Ec2Async("DescribeSecurityGroups", $"GroupId.1={group}")).Status);
    }

    [Fact]
    public async Task The_clock_is_put_ahead_by_and_by()
    {
        var start = Time.GetUtcNow();
        await ControlAsync("Clock", "Seconds=3600");
        var answer = await ControlAsync("Clock", "Seconds=0.5");

        Assert.Equal("3600.5", answer.Text("AheadSeconds"));
        Assert.Equal(start.AddSeconds(3600.5), DateTimeOffset.Parse(answer.Text("Now")!, CultureInfo.InvariantCulture));
        await CreateGroupAsync("web");
        Assert.Equal(start.AddSeconds(3600), (await EventsAsync())[^1].GetProperty("time").GetDateTimeOffset());
    }

    [Fact]
    public async Task The_record_fails_with_a_code_until_it_is_to_work_again()
    {
        Assert.Equal("InternalServerError", (await ControlAsync("Record", "Fails=true")).Text("Code"));
        await ControlAsync("Record", "Fails=true&Code=AccessDeniedException&StatusCode=400");
        Assert.Equal(("AccessDeniedException", 400), (Lab.Record.Error?.Code, Lab.Record.Error?.StatusCode));
        Assert.Equal("false", (await ControlAsync("Record", "Fails=false")).Text("Fails"));
        Assert.Null(Lab.Record.Error);
    }

    [Fact]
    public async Task The_record_is_slow_until_it_is_to_be_quick_again_and_may_fail_meanwhile()
    {
        Assert.Equal("1.5", (await ControlAsync("Record", "LagSeconds=1.5")).Text("LagSeconds"));
        Assert.Equal("1.5", (await ControlAsync("Record", "Fails=true")).Text("LagSeconds"));
        Assert.Equal("true", (await ControlAsync("Record", "LagSeconds=0")).Text("Fails"));
        Assert.Equal(TimeSpan.Zero, Lab.Record.Lag);
    }

    [Theory]
    [InlineData("Consistency", "ReadSeconds=-1", "InvalidParameterValue")]
    [InlineData("Consistency", "ReadSeconds=soon", "InvalidParameterValue")]
    [InlineData("Consistency", "ReadSeconds=3601", "InvalidParameterValue")]
    [InlineData("Clock", "", "MissingParameter")]
    [InlineData("Clock", "Seconds=-5", "InvalidParameterValue")]
    [InlineData("Clock", "Seconds=NaN", "InvalidParameterValue")]
    [InlineData("Record", "", "MissingParameter")]
    [InlineData("Record", "Fails=perhaps", "InvalidParameterValue")]
    [InlineData("Record", "LagSeconds=11", "InvalidParameterValue")]
    public async Task What_it_does_not_know_it_refuses(string action, string parameters, string code) =>
        Assert.Equal(code, (await ControlAsync(action, parameters)).Code);

    private Task<LabReply> ControlAsync(string action, string parameters) => Client.LabAsync(action, parameters);
}
