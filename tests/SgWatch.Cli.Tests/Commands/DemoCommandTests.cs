namespace SgWatch.Cli.Tests.Commands;

public sealed class DemoCommandTests
{
    [Fact]
    public async Task The_demo_closes_every_group_and_says_so()
    {
        var result = await Cli.RunAsync("", "demo");

        Assert.Equal("", result.Error);
        Assert.Equal(0, result.ExitCode);
        Assert.Equal(11, result.Lines.Count(line => line.Contains("event  ", StringComparison.Ordinal)));
        Assert.Equal(10, result.Lines.Count(line => line.Contains("done   revoked sgr-", StringComparison.Ordinal)));
        Assert.Contains("Subject: SgWatch closed sg-", result.Output, StringComparison.Ordinal);
        Assert.Contains("Every group ended as the policy wants.", result.Output, StringComparison.Ordinal);
    }
}
