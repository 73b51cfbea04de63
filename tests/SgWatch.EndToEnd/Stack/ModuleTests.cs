using SgWatch.EndToEnd.Loop;
using SgWatch.EndToEnd.Tools;
using SgWatch.Tests;

namespace SgWatch.EndToEnd.Stack;

/// <summary>The module without an account: its form, its own tests, and what each example plans.</summary>
public sealed class ModuleTests(MotoFixture moto) : IClassFixture<MotoFixture>, IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(4);

    private readonly StackFolder _folder = new(isForEmulator: false);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task It_is_formatted_and_valid_and_passes_its_own_tests()
    {
        var terraform = await Terraform.InitAsync(_folder.Root);
        var format = await terraform.RunAsync(Limit, "fmt", "-check", "-recursive", "-diff", Path.Combine(Checkout.Root, "terraform"));
        Assert.True(format.ExitCode == 0, format.Output + format.Error);
        (await terraform.RunAsync(Limit, "validate", "-no-color")).Succeeded();
        var tests = (await terraform.RunAsync(Limit, "test", "-no-color")).Succeeded();
        Assert.Contains("11 passed, 0 failed", tests.Output, StringComparison.Ordinal);
    }

    [Fact]
    public Task Plan_of_single_account() => PlanAsync("single-account");

    [Fact]
    public Task Plan_of_existing_trail() => PlanAsync("existing-trail");

    [Fact]
    public Task Plan_of_observe_first() => PlanAsync("observe-first");

    [Fact]
    public Task Plan_of_state_bootstrap() => PlanAsync("state-bootstrap");

    // as the example stands, with its own terraform.tfvars and with any file for the package
    private async Task PlanAsync(string example)
    {
        var terraform = await Terraform.InitAsync(_folder.Example(example), moto.Server.Url);
        string[] package = example == "state-bootstrap" ? [] : ["-var", $"package={Path.Combine(_folder.Root, "event-pattern.json")}"];
        (await terraform.RunAsync(Limit, ["plan", "-no-color", "-out=plan", .. package])).Succeeded();
        Snapshot.Match(PlanText.Of(await terraform.ShowAsync("plan")), testName: $"Plan_of_{example.Replace('-', '_')}");
    }
}
