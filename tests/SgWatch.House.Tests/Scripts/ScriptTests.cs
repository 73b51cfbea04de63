namespace SgWatch.House.Tests.Scripts;

public sealed class ScriptTests
{
    private const string Green = "Total: 3, Errors: 0, Failed: 0, Skipped: 0, Not Run: 0, Time: 1.000s";
    private const string NoneMatched = "Total: 0";

    [Fact]
    public void Test_runs_every_project_and_adds_up_what_ran()
    {
        using var scripts = new ScriptRun().With("A", Green).With("B", Green);
        Assert.Equal((0, "6 passed, 0 failed", ""), scripts.Run("test"));
    }

    [Fact]
    public void Test_gives_its_filters_to_every_project_and_one_in_which_none_matches_is_no_failure()
    {
        using var scripts = new ScriptRun().With("A", NoneMatched).With("B", Green).With("SgWatch.EndToEnd", Green);

        Assert.Equal((0, "3 passed, 0 failed", ""), scripts.Run("test", "--unit", "-method", "*Contains*"));

        Assert.EndsWith("-method *Contains*", scripts.ArgumentsOf("A"), StringComparison.Ordinal);
        Assert.EndsWith("-method *Contains*", scripts.ArgumentsOf("B"), StringComparison.Ordinal);
        Assert.Null(scripts.ArgumentsOf("SgWatch.EndToEnd")); // it needs more than the SDK
    }

    [Theory]
    [InlineData("test")]
    [InlineData("soak")]
    public void Where_no_test_ran_at_all_the_script_fails_and_says_so(string script)
    {
        using var scripts = new ScriptRun().With("SgWatch.Tests", NoneMatched);

        var (code, lastLine, errors) = scripts.Run(script, "-method", "*Contians*");

        Assert.Equal((1, "0 passed, 0 failed"), (code, lastLine));
        Assert.Equal($"{script}: no test ran: none matches -method *Contians*", errors);
    }

    [Theory]
    [InlineData("Total: 3, Errors: 0, Failed: 1, Skipped: 0, Not Run: 0, Time: 1.000s", 1, "5 passed, 1 failed")]
    [InlineData("Total: 3, Errors: 1, Failed: 0, Skipped: 1, Not Run: 0, Time: 1.000s", 1, "4 passed, 2 failed")] // a skipped test
    [InlineData(Green, 3, "6 passed, 1 failed")] // it says that all is well and ends as if it weren't
    public void What_did_not_pass_makes_the_whole_run_fail(string summary, int exitCode, string counts)
    {
        using var scripts = new ScriptRun().With("A", summary, exitCode).With("B", Green);
        Assert.Equal((1, counts, ""), scripts.Run("test"));
    }

    [Fact]
    public void A_run_that_breaks_off_is_a_failure()
    {
        using var scripts = new ScriptRun().With("A", summary: null, exitCode: 134).With("B", Green);
        Assert.Equal((1, "3 passed, 1 failed", "test: A ended with code 134 and without a summary"), scripts.Run("test"));
    }

    [Fact]
    public void Soak_counts_what_ran()
    {
        using var scripts = new ScriptRun().With("SgWatch.Tests", Green);
        Assert.Equal((0, "3 passed, 0 failed", ""), scripts.Run("soak"));
    }
}
