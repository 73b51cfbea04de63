using System.Text.Json;
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
        Assert.Contains("21 passed, 0 failed", tests.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Plans_of_the_examples()
    {
        var plans = new Dictionary<string, JsonElement>();
        foreach (var example in (string[])["single-account", "existing-trail", "observe-first", "organization", "state-bootstrap"])
        {
            // unchanged, with its own terraform.tfvars; any file does as the package
            var terraform = await Terraform.InitAsync(_folder.Example(example), moto.Server.Url);
            string[] package = example == "state-bootstrap" ? [] : ["-var", $"package={Path.Combine(_folder.Root, "event-pattern.json")}"];
            (await terraform.RunAsync(Limit, ["plan", "-no-color", "-out=plan", .. package])).Succeeded();
            plans[example] = await terraform.ShowAsync("plan");
        }
        Assert.All(
            Tags(plans["single-account"]),
            resource => Assert.Equal(("""{"application":"sgwatch"}""", resource.Address), (resource.Tags, resource.Address)));
        Snapshot.Match($"""
            # single-account

            {PlanText.Of(plans["single-account"])}
            # existing-trail, where it differs from single-account

            {PlanText.Difference(plans["single-account"], plans["existing-trail"])}
            # observe-first, where it differs from single-account

            {PlanText.Difference(plans["single-account"], plans["observe-first"])}
            # organization, where it differs from single-account

            {PlanText.Difference(plans["single-account"], plans["organization"])}
            # state-bootstrap

            {PlanText.Of(plans["state-bootstrap"])}
            """);
    }

    // of every resource that can have tags
    private static IEnumerable<(string Address, string Tags)> Tags(JsonElement plan) =>
        from resource in plan.GetProperty("resource_changes").EnumerateArray()
        let after = resource.GetProperty("change").GetProperty("after")
        where resource.Text("mode") == "managed" && after.TryGetProperty("tags_all", out _)
        select (resource.Text("address"), after.GetProperty("tags_all").ToString());
}
