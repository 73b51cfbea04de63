namespace SgWatch.EndToEnd.Tools;

[Collection(UsesMoto.Name)]
public sealed class ToolsTests(MotoFixture moto)
{
    [Fact]
    public async Task The_cli_reads_and_writes_on_moto_and_a_reset_clears_it()
    {
        var aws = new AwsCli(moto.Server.Url);
        var created = await aws.CreateGroupAsync($"web-{Guid.NewGuid():N}");
        Assert.StartsWith("sg-", created, StringComparison.Ordinal);
        await moto.Server.ResetAsync();
        var missing = await aws.RunAsync("ec2", "describe-security-groups", "--group-ids", created);
        Assert.NotEqual(0, missing.ExitCode);
        Assert.Contains("InvalidGroup.NotFound", missing.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_program_that_runs_too_long_is_ended()
    {
        var exception = await Assert.ThrowsAsync<TimeoutException>(
            () => Tool.RunAsync("sleep", ["30"], timeout: TimeSpan.FromMilliseconds(100)));
        Assert.Contains("sleep 30", exception.Message, StringComparison.Ordinal);
    }
}
