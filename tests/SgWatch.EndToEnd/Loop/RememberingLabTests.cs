using SgWatch.EndToEnd.Tools;
using SgWatch.Lab.Tests;

namespace SgWatch.EndToEnd.Loop;

/// <summary>
/// The real AWS CLI in an account that was open before the guard came: the built-in policy leaves what is old, and closes what comes
/// later, whatever becomes of its event.
/// </summary>
public sealed class RememberingLabTests(RememberingLabTests.Fixture fixture) : IClassFixture<RememberingLabTests.Fixture>
{
    private const string Ssh = "ingress tcp/22 from 0.0.0.0/0";
    private const string Rdp = "ingress tcp/3389 from 0.0.0.0/0";
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    [Theory]
    [InlineData("Lost")]
    [InlineData("Doubled")]
    [InlineData("Late")]
    [InlineData("Reversed")]
    public async Task A_later_opening_is_closed_by_its_event_or_by_the_next_sweep_and_the_old_rule_stays(string mode)
    {
        using var client = new LabClient(fixture.Lab.AwsUrl);
        await client.LabAsync("DeliverEvents", $"Manner={mode}");

        await fixture.Lab.Aws.AuthorizeAsync(fixture.Old, "3389", "0.0.0.0/0");
        var (later, _) = await fixture.Lab.Aws.OpenGroupAsync($"later-{mode}");
        if (mode is "Late" or "Reversed")
        {
            await client.LabAsync("ReleaseEvents"); // none comes by itself
        }
        else if (mode == "Lost")
        {
            Assert.Contains(Rdp, (await fixture.Lab.RulesAsync(fixture.Old))!.Values);
            await client.LabAsync("Sweep");
        }

        Assert.True(await LabProcess.UntilAsync(
            async () => !await IsOpenAsync(fixture.Old, Rdp) && !await IsOpenAsync(later, Ssh), Limit));
        await client.LabAsync("DeliverEvents", "Manner=InOrder");
        Assert.Equal(200, (await client.LabAsync("Sweep")).Status);
        Assert.True(await IsOpenAsync(fixture.Old, Ssh));
        foreach (var group in new[] { fixture.Old, later })
        {
            var incident = (await fixture.Lab.GetAsync("/api/incidents")).EnumerateArray()
                .Last(incident => incident.Text("group", "id") == group);
            Assert.Equal("reverted", incident.Text("outcome"));
            Assert.Equal("arn:aws:iam::111122223333:user/lab", incident.GetProperty("events")[0].Text("actor", "arn"));
        }
    }

    [Fact]
    public async Task What_is_left_alone_is_listed()
    {
        var entries = (await fixture.Lab.GetAsync("/api/baseline")).GetProperty("entries").EnumerateArray()
            .Where(entry => entry.Text("group", "id") == fixture.Old && entry.Text("rule") == Ssh);
        Assert.Equal(("old", "first-look"), (entries.Single().Text("group", "name"), entries.Single().Text("reason")));
    }

    private async Task<bool> IsOpenAsync(string group, string rule) => (await fixture.Lab.RulesAsync(group))!.Values.Contains(rule);

    public sealed class Fixture : IAsyncLifetime
    {
        public LabProcess Lab { get; private set; } = null!;

        /// <summary>A group that was open before the guard came.</summary>
        public string Old { get; private set; } = "";

        public async ValueTask InitializeAsync()
        {
            Lab = await LabProcess.StartAsync(null, "--unswept", "--sweep-every", "never");
            (Old, _) = await Lab.Aws.OpenGroupAsync("old");
            using var client = new LabClient(Lab.AwsUrl);
            Assert.Equal(200, (await client.LabAsync("Sweep")).Status);
        }

        public ValueTask DisposeAsync() => Lab.DisposeAsync();
    }
}
