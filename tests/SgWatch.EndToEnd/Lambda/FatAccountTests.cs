using SgWatch.EndToEnd.Loop;
using SgWatch.EndToEnd.Tools;

namespace SgWatch.EndToEnd.Lambda;

/// <summary>The native function in an account in which everything has all the text that EC2 allows: a short run of bench/memory.</summary>
[Collection(UsesFunction.Name)]
public sealed class FatAccountTests(FunctionFixture function)
{
    [Fact] // the whole account has 200 groups and takes a minute; memory doesn't grow with their number
    public async Task A_fat_account_is_swept_and_a_fat_group_closed_and_told_in_the_functions_memory()
    {
        var bench = Path.Combine(Checkout.Root, "bench", "memory", "bench.py");

        var run = await Tool.RunAsync("python3", [bench, function.Package.Bootstrap, "--groups", "20"], timeout: TimeSpan.FromMinutes(3));

        Assert.True(run.ExitCode == 0, $"{run.Output}{run.Error}");
        TestContext.Current.SendDiagnosticMessage(run.Output);
    }
}
