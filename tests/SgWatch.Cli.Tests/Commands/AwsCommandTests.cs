using SgWatch.Calls;
using SgWatch.Cli.Commands;

namespace SgWatch.Cli.Tests.Commands;

public sealed class AwsCommandTests
{
    [Theory]
    [InlineData("RequestLimitExceeded",
        "AWS throttles DescribeSecurityGroups: the account makes too many calls. It was tried several times. "
        + "Wait a minute, then run it again.")]
    [InlineData("InternalError",
        "AWS did not answer DescribeSecurityGroups well, although it was tried several times. Run it again later.")]
    [InlineData("UnauthorizedOperation", "These credentials may not call DescribeSecurityGroups. Name others, such as with --profile.")]
    public void A_failure_says_what_to_do(string code, string advice)
    {
        var (exit, lines) = Failed(code);
        Assert.Equal(ExitCode.Failed, exit);
        Assert.Equal([$"sgwatch explain: DescribeSecurityGroups: {code}: AWS said so", $"sgwatch explain: {advice}"], lines);
    }

    [Fact] // a person looks the code up, so it is spelled as AWS spells it
    public void What_cannot_be_helped_has_no_advice() => Assert.Equal(
        ["sgwatch explain: DescribeSecurityGroups: InvalidGroup.NotFound: AWS said so"], Failed("InvalidGroup.NotFound").Lines);

    [Theory]
    [InlineData("y\nno\n", true, "no")]
    [InlineData(" YES \nrest", true, "rest")]
    [InlineData("n\nyes\n", false, "yes")]
    [InlineData("", false, null)]
    public void A_question_takes_one_line_of_the_input(string input, bool isYes, string? next)
    {
        using var stream = new MemoryStream(System.Text.Encoding.UTF8.GetBytes(input));
        using var error = new StringWriter();
        Assert.Equal(isYes, Question.IsYes("Sure?", stream, error));
        Assert.Equal("Sure? [y/N] ", error.ToString());
        using var rest = new StreamReader(stream);
        Assert.Equal(next, rest.ReadLine());
    }

    private static (int Exit, string[] Lines) Failed(string code)
    {
        using var error = new StringWriter();
        var failure = new CallFailure(AwsErrorCodes.KindOf(code, 400), "DescribeSecurityGroups", code, "AWS said so");
        var exit = AwsCommand.Failed("explain", failure, error);
        return (exit, error.ToString().Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries));
    }
}
