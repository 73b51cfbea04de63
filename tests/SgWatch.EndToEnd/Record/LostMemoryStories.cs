using SgWatch.EndToEnd.Tools;

namespace SgWatch.EndToEnd.Record;

/// <summary>
/// The table loses what the guard remembers. The copy in S3 fills it again, and what was opened unheard meanwhile closes.
/// </summary>
[Collection(UsesMoto.Name)]
public sealed class LostMemoryStories(MotoFixture moto) : OldAndNewStories(moto, "eu-west-2")
{
    protected override bool HasCopy => true;

    [Fact]
    public async Task An_emptied_table_is_filled_from_the_copy()
    {
        await SettleAsync();
        var old = await OldRulesAsync();
        await Items.DeleteAsync(await Items.AllAsync());
        Assert.Empty(await DebtAsync());

        await CloseWhatWasOpenedAsync(old);
    }

    [Fact]
    public async Task A_table_that_was_rolled_back_is_filled_from_the_copy()
    {
        await SweepAsync(TimeSpan.Zero);
        var before = await Items.MemoryAsync();
        await SettleAsync();
        var accepted = await Guard.Aws.AuthorizeAsync(Old, "8443", "0.0.0.0/0");
        var named = $"{MotoServer.Account}/eu-west-2/{Old}";
        (await Guard.RunAsync("baseline", "accept", named, accepted, "--reason", "SEC-7")).Succeeded();
        await SweepAsync(TimeSpan.FromHours(1));
        var old = await OldRulesAsync();
        Assert.Contains(accepted, old);
        await Items.DeleteAsync(await Items.MemoryAsync());
        await Items.PutAsync(before);

        await CloseWhatWasOpenedAsync(old);

        Assert.Contains(await DebtAsync(), entry => entry.Text("ruleId") == accepted && entry.Text("reason") == "accepted");
    }

    private async Task CloseWhatWasOpenedAsync(List<string> old)
    {
        await Guard.Aws.AuthorizeAsync(Old, "5432", "0.0.0.0/0");

        var answer = await SweepAsync(TimeSpan.FromHours(1));

        Assert.Equal(1, answer.MemoriesRestored);
        Assert.Contains(Guard.Notifications, sent => sent.Text.Contains("memory", StringComparison.Ordinal));
        Assert.Equal(old, await OldRulesAsync());
        await SweepAsync(TimeSpan.FromHours(1));
        Assert.Equal(old, await OldRulesAsync());
        Assert.Equal(old.Order(), (await DebtAsync()).Select(entry => entry.Text("ruleId")).Order());
    }
}
