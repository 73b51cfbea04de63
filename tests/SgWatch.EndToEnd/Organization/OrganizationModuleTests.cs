using SgWatch.EndToEnd.Loop;
using SgWatch.EndToEnd.Tools;

namespace SgWatch.EndToEnd.Organization;

/// <summary>The Terraform module of the organisation, with a mocked provider: StackSets of an organisation are beyond every emulator.</summary>
public sealed class OrganizationModuleTests
{
    [Fact]
    public async Task It_passes_its_own_tests()
    {
        var folder = Directory.CreateTempSubdirectory("sgwatch-organization-");
        try
        {
            var (terraform, module) = (Path.Combine(Checkout.Root, "terraform"), Path.Combine(folder.FullName, "modules", "organization"));
            Directory.CreateDirectory(Path.Combine(module, "tests"));
            foreach (var file in (string[])["member.yaml", "event-pattern.json"])
            {
                File.Copy(Path.Combine(terraform, file), Path.Combine(folder.FullName, file));
            }
            foreach (var file in (string[])[
                .. Directory.GetFiles(Path.Combine(terraform, "modules", "organization"), "*.tf"), Path.Combine(terraform, "modules", "organization", "tests", "organization.tftest.hcl")])
            {
                File.Copy(file, Path.Combine(module, Path.GetRelativePath(Path.Combine(terraform, "modules", "organization"), file)));
            }
            var tests = await (await Terraform.InitAsync(module)).RunAsync(TimeSpan.FromMinutes(3), "test", "-no-color");
            Assert.True(tests.ExitCode == 0, tests.Output + tests.Error);
            Assert.Contains("5 passed, 0 failed", tests.Output, StringComparison.Ordinal);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
