using SgWatch.Cli.Tests.Attacks;
using SgWatch.Policies;

namespace SgWatch.Cli.Tests.Commands;

public sealed class AttackCommandTests
{
    [Theory]
    [InlineData("--account", "999999999999")] // the lab's is another
    [InlineData("--only", "0")]
    [InlineData("--only", "21")]
    [InlineData("--only", "two")]
    [InlineData("--events", "sideways")]
    [InlineData("--told", "nowhere")]
    public async Task What_is_asked_wrongly_is_refused_and_nothing_is_done(params string[] options)
    {
        await using var lab = await AttackLab.StartAsync(BuiltInPolicy.Instance);
        var before = lab.Everything;

        var result = await lab.AttackAsync(options);

        Assert.Equal(2, result.ExitCode);
        Assert.NotEmpty(result.Error);
        Assert.Equal(before, lab.Everything);
    }

    [Fact]
    public async Task Without_a_lab_the_account_must_be_named()
    {
        var result = await Cli.RunAsync("", "attack", "--endpoint-url", "http://127.0.0.1:1", "--region", "us-east-1");

        Assert.Equal(2, result.ExitCode);
        Assert.Contains("--account", result.Error, StringComparison.Ordinal);
    }
}
