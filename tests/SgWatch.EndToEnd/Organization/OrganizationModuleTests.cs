using SgWatch.EndToEnd.Stack;
using SgWatch.EndToEnd.Tools;

namespace SgWatch.EndToEnd.Organization;

/// <summary>The Terraform module of the organisation, with a mocked provider: no emulator has StackSets of an organisation.</summary>
public sealed class OrganizationModuleTests
{
    [Fact]
    public async Task It_passes_its_own_tests()
    {
        using var folder = new StackFolder(isForEmulator: false);
        var terraform = await Terraform.InitAsync(Path.Combine(folder.Root, "modules", "organization"));
        var tests = await terraform.RunAsync(TimeSpan.FromMinutes(3), "test", "-no-color");
        Assert.True(tests.ExitCode == 0, tests.Output + tests.Error);
        Assert.Contains("5 passed, 0 failed", tests.Output, StringComparison.Ordinal);
    }
}
