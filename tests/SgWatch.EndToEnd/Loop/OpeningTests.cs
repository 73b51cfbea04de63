using SgWatch.EndToEnd.Tools;

namespace SgWatch.EndToEnd.Loop;

/// <summary>The real AWS CLI opens groups in the guarded lab, which has its own EC2 or moto's behind it; each is closed, and told once.</summary>
public abstract class OpeningTests
{
    private const string OldRule = "ingress tcp/443 from 10.0.0.0/8";
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    public static TheoryData<string> Names => [.. Opening.All.Keys];

    protected abstract LabProcess Lab { get; }

    [Theory, MemberData(nameof(Names))]
    public async Task A_group_opened_is_closed_and_told_once_and_what_is_permitted_stays(string name)
    {
        var opening = Opening.All[name];
        var group = opening.IsOnDefaultGroup ? await DefaultGroupAsync() : await NewGroupAsync($"web-{name.Replace(' ', '-')}");
        var before = await Lab.RulesAsync(group.Id);
        Assert.NotNull(before);

        (await Lab.Aws.RunAsync(opening.Call(group))).Succeeded();

        var expected = before.Keys.Where(id => !opening.IsOnDefaultGroup && !(opening.TakesTheOldRule && id == group.OldRuleId)).Order().ToList();
        var isClosed = await LabProcess.UntilAsync(
            async () => (await Lab.RulesAsync(group.Id))!.Keys.Order().SequenceEqual(expected) && await NotificationsAsync(group.Id) > 0, Limit);
        Assert.True(isClosed, $"still: {string.Join("; ", (await Lab.RulesAsync(group.Id))!)}");
        Assert.Equal(1, await NotificationsAsync(group.Id));
        foreach (var incident in await IncidentsAsync(group.Id))
        {
            var took = incident.GetProperty("endedAt").GetDateTimeOffset() - incident.GetProperty("startedAt").GetDateTimeOffset();
            TestContext.Current.TestOutputHelper?.WriteLine($"{name}: {took.TotalMilliseconds:0} ms");
            Assert.Equal("reverted", incident.GetProperty("outcome").GetString());
            Assert.NotEmpty(incident.GetProperty("events")[0].GetProperty("actor").GetProperty("arn").GetString()!);
        }
        var described = await Lab.Aws.JsonAsync("ec2", "describe-security-group-rules", "--filters", $"Name=group-id,Values={group.Id}");
        Assert.Equal(expected.Count, described.GetProperty("SecurityGroupRules").GetArrayLength());
    }

    [Fact]
    public async Task A_permitted_change_is_left_alone_and_nobody_is_bothered()
    {
        var group = await NewGroupAsync("quiet");
        await Lab.Aws.JsonAsync("ec2", "authorize-security-group-ingress", "--group-id", group.Id, "--protocol", "tcp", "--port", "22", "--cidr", "198.51.100.0/24");
        // an opening after it, in another group: when that is told, this one's event has been handled
        var other = await NewGroupAsync("loud");
        await Lab.Aws.JsonAsync("ec2", "authorize-security-group-ingress", "--group-id", other.Id, "--protocol", "tcp", "--port", "22", "--cidr", "0.0.0.0/0");

        Assert.True(await LabProcess.UntilAsync(async () => await NotificationsAsync(other.Id) == 1, Limit));
        Assert.Contains("ingress tcp/22 from 198.51.100.0/24", (await Lab.RulesAsync(group.Id))!.Values);
        Assert.Equal(0, await NotificationsAsync(group.Id));
    }

    private async Task<OpenedGroup> NewGroupAsync(string name)
    {
        var created = await Lab.Aws.JsonAsync("ec2", "create-security-group", "--group-name", name, "--description", name);
        var id = created.GetProperty("GroupId").GetString()!;
        await Lab.Aws.JsonAsync("ec2", "authorize-security-group-ingress", "--group-id", id, "--protocol", "tcp", "--port", "443", "--cidr", "10.0.0.0/8");
        var rules = await Lab.RulesAsync(id);
        return new(id, name, rules!.Single(rule => rule.Value == OldRule).Key);
    }

    private async Task<OpenedGroup> DefaultGroupAsync()
    {
        var found = await Lab.Aws.JsonAsync("ec2", "describe-security-groups", "--filters", "Name=group-name,Values=default");
        var id = found.GetProperty("SecurityGroups")[0].GetProperty("GroupId").GetString()!;
        // EC2 gives every default group a rule for itself; moto doesn't, so it is added where it lacks
        await Lab.Aws.RunAsync("ec2", "authorize-security-group-ingress", "--group-id", id, "--protocol", "-1", "--source-group", id);
        await LabProcess.UntilAsync(async () => (await Lab.RulesAsync(id))!.Count == 0, TimeSpan.FromSeconds(5));
        await ForgetAsync(id);
        return new(id, "default", "");
    }

    private int _forgotten;

    private async Task ForgetAsync(string groupId) => _forgotten = await CountAsync(groupId);

    private async Task<int> NotificationsAsync(string groupId) => await CountAsync(groupId) - _forgotten;

    private async Task<int> CountAsync(string groupId) => (await Lab.GetAsync("/api/notifications")).EnumerateArray()
        .Count(mail => mail.GetProperty("body").GetString()!.Contains(groupId, StringComparison.Ordinal));

    private async Task<IEnumerable<System.Text.Json.JsonElement>> IncidentsAsync(string groupId) =>
        (await Lab.GetAsync("/api/incidents")).EnumerateArray().Where(i => i.GetProperty("group").GetProperty("id").GetString() == groupId);
}

/// <summary>With the lab's own EC2.</summary>
public sealed class OpeningTestsOnTheLab(OpeningTestsOnTheLab.Fixture fixture) : OpeningTests, IClassFixture<OpeningTestsOnTheLab.Fixture>
{
    protected override LabProcess Lab => fixture.Lab;

    public sealed class Fixture : IAsyncLifetime
    {
        public LabProcess Lab { get; private set; } = null!;

        public async ValueTask InitializeAsync() => Lab = await LabProcess.StartAsync();

        public ValueTask DisposeAsync() => Lab.DisposeAsync();
    }
}

/// <summary>With moto's server behind the lab.</summary>
public sealed class OpeningTestsOnMoto(OpeningTestsOnMoto.Fixture fixture) : OpeningTests, IClassFixture<OpeningTestsOnMoto.Fixture>
{
    protected override LabProcess Lab => fixture.Lab;

    public sealed class Fixture : IAsyncLifetime
    {
        private MotoServer _moto = null!;

        public LabProcess Lab { get; private set; } = null!;

        public async ValueTask InitializeAsync()
        {
            _moto = await MotoServer.StartAsync();
            Lab = await LabProcess.StartAsync(_moto.Url);
        }

        public async ValueTask DisposeAsync()
        {
            await Lab.DisposeAsync();
            await _moto.DisposeAsync();
        }
    }
}
