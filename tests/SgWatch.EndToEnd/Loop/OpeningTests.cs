using SgWatch.EndToEnd.Tools;

namespace SgWatch.EndToEnd.Loop;

/// <summary>The real AWS CLI opens groups in the guarded lab. Each is remediated, and people are notified once.</summary>
public abstract class OpeningTests
{
    private const string OldRule = "ingress tcp/443 from 10.0.0.0/8";
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    public static TheoryData<string> Names => [.. Opening.All.Keys];

    protected abstract LabProcess Lab { get; }

    [Theory, MemberData(nameof(Names))]
    public async Task An_opened_group_is_remediated_and_notified_once_and_permitted_rules_stay(string name)
    {
        var opening = Opening.All[name];
        var group = opening.IsOnDefaultGroup ? await DefaultGroupAsync() : await NewGroupAsync($"web-{name.Replace(' ', '-')}");
        var before = await Lab.RulesAsync(group.Id);
        Assert.NotNull(before);
        var earlier = (await IncidentsAsync(group.Id)).Count(); // the sweep at the lab's start closed the default group

        (await Lab.Aws.RunAsync(opening.Call(group))).Succeeded();

        var expected = before.Keys
            .Where(id => !opening.IsOnDefaultGroup && !(opening.TakesTheOldRule && id == group.OldRuleId))
            .Order().ToList();
        var isRemediated = await LabProcess.UntilAsync(
            async () => (await Lab.RulesAsync(group.Id))!.Keys.Order().SequenceEqual(expected) && await NotificationsAsync(group.Id) > 0,
            Limit);
        Assert.True(isRemediated, $"still: {string.Join("; ", (await Lab.RulesAsync(group.Id))!)}");
        Assert.Equal(1, await NotificationsAsync(group.Id));
        foreach (var incident in (await IncidentsAsync(group.Id)).Skip(earlier))
        {
            var took = incident.GetProperty("endedAt").GetDateTimeOffset() - incident.GetProperty("startedAt").GetDateTimeOffset();
            TestContext.Current.TestOutputHelper?.WriteLine($"{name}: {took.TotalMilliseconds:0} ms");
            Assert.Equal("reverted", incident.Text("outcome"));
            Assert.NotEmpty(incident.GetProperty("events")[0].Text("actor", "arn"));
        }
        Assert.Equal(expected.Count, (await Lab.Aws.RulesAsync(group.Id)).Count());
    }

    [Fact]
    public async Task A_permitted_change_is_left_alone_and_nobody_is_notified()
    {
        var group = await NewGroupAsync("quiet");
        await Lab.Aws.AuthorizeAsync(group.Id, "22", "198.51.100.0/24");
        // another group is opened afterwards: once people are notified of it, the first group's event has been handled
        var other = await NewGroupAsync("loud");
        await Lab.Aws.AuthorizeAsync(other.Id, "22", "0.0.0.0/0");

        Assert.True(await LabProcess.UntilAsync(async () => await NotificationsAsync(other.Id) == 1, Limit));
        Assert.Contains("ingress tcp/22 from 198.51.100.0/24", (await Lab.RulesAsync(group.Id))!.Values);
        Assert.Equal(0, await NotificationsAsync(group.Id));
    }

    private async Task<OpenedGroup> NewGroupAsync(string name)
    {
        var id = await Lab.Aws.CreateGroupAsync(name);
        await Lab.Aws.AuthorizeAsync(id, "443", "10.0.0.0/8");
        var rules = await Lab.RulesAsync(id);
        return new(id, name, rules!.Single(rule => rule.Value == OldRule).Key);
    }

    private async Task<OpenedGroup> DefaultGroupAsync()
    {
        var found = await Lab.Aws.JsonAsync("ec2", "describe-security-groups", "--filters", "Name=group-name,Values=default");
        var id = found.GetProperty("SecurityGroups")[0].Text("GroupId");
        // EC2 gives every default group a rule for itself; moto doesn't, so it is added here, and refused where it is there already
        await Lab.Aws.RunAsync("ec2", "authorize-security-group-ingress", "--group-id", id, "--protocol", "-1", "--source-group", id);
        await LabProcess.UntilAsync(async () => (await Lab.RulesAsync(id))!.Count == 0, TimeSpan.FromSeconds(5));
        await ForgetAsync(id);
        return new(id, "default", "");
    }

    private int _forgotten;

    private async Task ForgetAsync(string groupId) => _forgotten = await CountAsync(groupId);

    private async Task<int> NotificationsAsync(string groupId) => await CountAsync(groupId) - _forgotten;

    private async Task<int> CountAsync(string groupId) => (await Lab.GetAsync("/api/notifications")).EnumerateArray()
        .Count(mail => mail.Text("body").Contains(groupId, StringComparison.Ordinal));

    private async Task<IEnumerable<System.Text.Json.JsonElement>> IncidentsAsync(string groupId) =>
        (await Lab.GetAsync("/api/incidents")).EnumerateArray().Where(incident => incident.Text("group", "id") == groupId);
}
