using System.Text;
using System.Text.Json;
using SgWatch.EndToEnd.Lambda;
using SgWatch.EndToEnd.Tools;
using SgWatch.Guard;

namespace SgWatch.EndToEnd.Record;

/// <summary>
/// Items of the table that can't be read: a later version wrote a word that this one doesn't know, or the item is damaged. Each is named,
/// and stops nothing else.
/// </summary>
[Collection(UsesMoto.Name)]
public sealed class UnreadableItemTests(MotoFixture moto) : IAsyncLifetime
{
    private const string Region = "eu-west-3";

    private readonly AwsCli _aws = new(moto.Server.Url);
    private string _table = "";
    private GuardOnMoto? _guard;
    private TableItems? _items;

    private GuardOnMoto Guard => _guard ?? throw new InvalidOperationException("The table isn't made yet.");

    private TableItems Items => _items ?? throw new InvalidOperationException("The table isn't made yet.");

    public async ValueTask InitializeAsync()
    {
        _table = await IncidentTable.CreateAsync(_aws);
        _guard = new(moto.Server.Url, _table, Region);
        _items = new(moto.Server.Url, _table);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task An_incident_that_cant_be_read_is_named_and_the_others_are_listed()
    {
        var (broken, fine) = (await RevertedAsync(), await RevertedAsync());
        await BreakAsync(broken.Group);

        var list = await Guard.RunAsync("incidents", "list");
        Assert.Equal(3, list.ExitCode);
        Assert.Contains(fine.Incident, list.Output, StringComparison.Ordinal);
        Assert.Contains("UnreadableItem", list.Error, StringComparison.Ordinal);
        Assert.Contains($"{MotoServer.Account}/{Region}/{broken.Group} / ", list.Error, StringComparison.Ordinal);
        Assert.Contains(broken.Incident, list.Error, StringComparison.Ordinal);
        Assert.Contains("outcome is 'mended'. A later version of SgWatch may have written it.", list.Error, StringComparison.Ordinal);

        Assert.Equal(0, (await Guard.RunAsync("incidents", "show", fine.Incident)).ExitCode);
        foreach (var command in (string[])["show", "undo"])
        {
            var shown = await Guard.RunAsync("incidents", command, broken.Incident);
            Assert.Equal(3, shown.ExitCode);
            Assert.Contains(broken.Incident, shown.Error, StringComparison.Ordinal);
            Assert.Contains("outcome is 'mended'", shown.Error, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("mended")]
    [InlineData(null)] // bytes that nobody compressed
    public async Task A_sweep_goes_past_it_and_closes_what_is_open(string? word)
    {
        var (group, _) = await RevertedAsync();
        await UnfinishedAsync(group);
        await BreakAsync(group, word);
        var found = await Guard.Aws.JsonAsync("ec2", "describe-security-groups", "--filters", "Name=group-name,Values=default");
        var byDefault = found.GetProperty("SecurityGroups")[0].Text("GroupId");
        await Guard.Aws.AuthorizeAsync(byDefault, "22", "203.0.113.9/32");

        var answer = await Guard.SweepAsync();

        Assert.Contains(answer.Groups, its => its.GroupId == byDefault && its.Outcome == GuardOutcome.Reverted);
        Assert.Equal(1, answer.SweepsCompleted);
        Assert.Empty(await Guard.IngressAsync(byDefault));
        Assert.Contains($"/{group} / ", Assert.Single(Guard.Unreadable).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_event_whose_own_incident_cant_be_read_is_handled_and_the_incident_is_written_anew()
    {
        var (group, rule) = await Guard.Aws.OpenGroupAsync($"web-{Guid.NewGuid():N}");
        var opened = Guard.Opened(group, rule);
        await Guard.HandleAsync(opened);
        await UnfinishedAsync(group);
        await BreakAsync(group);
        var again = await Guard.Aws.AuthorizeAsync(group, "22", "0.0.0.0/0");

        var redelivered = OpenedEvent.Batch(2, ("m-1", opened.Replace(rule, again, StringComparison.Ordinal)));
        var answer = await Guard.HandleAsync(redelivered, "UnreadableItem");

        Assert.Empty(answer.FailedMessageIds);
        Assert.Equal(GuardOutcome.Reverted, Assert.Single(answer.Groups).Outcome);
        Assert.Empty(await Guard.IngressAsync(group));
        var list = await Guard.RunAsync("incidents", "list");
        Assert.Equal((0, ""), (list.ExitCode, list.Error));
        Assert.Contains(group, list.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_memory_that_cant_be_read_is_named_and_is_not_nothing()
    {
        var old = await Guard.Aws.OpenGroupAsync($"old-{Guid.NewGuid():N}");
        var other = await Guard.Aws.OpenGroupAsync($"old-{Guid.NewGuid():N}");
        await Guard.SweepAsync();
        await BreakMemoryAsync(old.GroupId);

        var list = await Guard.RunAsync("baseline", "list");
        Assert.Equal(3, list.ExitCode);
        Assert.Contains(other.GroupId, list.Output, StringComparison.Ordinal);
        Assert.Contains(
            $"what is remembered of {MotoServer.Account}/{Region}/{old.GroupId} can't be understood", list.Error, StringComparison.Ordinal);
        var explained = await Guard.RunAsync("explain", $"{MotoServer.Account}/{Region}/{old.GroupId}");
        Assert.Equal(3, explained.ExitCode);
        Assert.Contains($"What is remembered of {old.GroupId} can't be understood", explained.Error, StringComparison.Ordinal);

        await BreakMemoryAsync("#region");
        explained = await Guard.RunAsync("explain", $"{MotoServer.Account}/{Region}/{other.GroupId}");
        Assert.Equal(3, explained.ExitCode);
        Assert.DoesNotContain("no memory", explained.Error, StringComparison.Ordinal);
    }

    private async Task<(string Group, string Incident)> RevertedAsync()
    {
        var (group, rule) = await Guard.Aws.OpenGroupAsync($"web-{Guid.NewGuid():N}");
        var answer = await Guard.HandleAsync(Guard.Opened(group, rule));
        return (group, Assert.Single(answer.Incidents).Id);
    }

    private Task<JsonElement> IncidentOfAsync(string group) => Items.OneAsync($"{MotoServer.Account}/{Region}/{group}");

    private async Task BreakAsync(string group, string? word = "mended")
    {
        var item = await IncidentOfAsync(group);
        var json = TableItems.IncidentOf(item).Replace("\"outcome\":\"reverted\"", $"\"outcome\":\"{word}\"", StringComparison.Ordinal);
        await Items.BreakAsync(item, word is null ? Encoding.UTF8.GetBytes(json) : TableItems.Compress(json));
    }

    private async Task BreakMemoryAsync(string sort) =>
        await Items.BreakAsync(await Items.OneAsync($"base/{MotoServer.Account}/{Region}", sort), [1, 2, 3]);

    // as if the guard had died before it noted that people know
    private async Task UnfinishedAsync(string group) => await Items.RemoveAsync(await IncidentOfAsync(group), "told");
}
