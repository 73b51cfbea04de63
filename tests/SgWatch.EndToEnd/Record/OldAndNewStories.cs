using System.Text.Json;
using SgWatch.EndToEnd.Tools;
using SgWatch.Guard;

namespace SgWatch.EndToEnd.Record;

/// <summary>
/// An account with old open rules on moto, under the built-in policy, three days ago. The real AWS CLI opens groups; the guard sweeps.
/// </summary>
/// <remarks>
/// moto answers LookupEvents with 500. So each of these stories also shows that the guard closes what is new although CloudTrail can't
/// say who made it.
/// </remarks>
public abstract class OldAndNewStories(MotoFixture moto, string region) : IAsyncLifetime
{
    private readonly AwsCli _inTheTablesRegion = new(moto.Server.Url);
    private readonly List<string> _oldGroups = [];
    private GuardOnMoto? _guard;
    private TableItems? _items;

    private protected GuardOnMoto Guard => _guard ?? throw new InvalidOperationException("The table isn't made yet.");

    private protected TableItems Items => _items ?? throw new InvalidOperationException("The table isn't made yet.");

    /// <summary>The first group's id: tcp/22 is open to the world.</summary>
    protected string Old => _oldGroups[0];

    /// <summary>Whether the guard keeps a copy of its memory in S3.</summary>
    protected virtual bool HasCopy => false;

    public async ValueTask InitializeAsync()
    {
        var table = await IncidentTable.CreateAsync(_inTheTablesRegion);
        var bucket = $"copies-{Guid.NewGuid():N}";
        (await _inTheTablesRegion.RunAsync("s3", "mb", $"s3://{bucket}")).Succeeded();
        _items = new(moto.Server.Url, table);
        _guard = new(moto.Server.Url, table, region)
        {
            Time = new(TimeSpan.FromDays(3)),
            Copies = HasCopy ? bucket : null,
        };
        _oldGroups.Add((await Guard.Aws.OpenGroupAsync($"legacy-ssh-{Guid.NewGuid():N}")).GroupId);
        _oldGroups.Add((await Guard.Aws.OpenGroupAsync($"legacy-db-{Guid.NewGuid():N}", "3306")).GroupId);
        await Guard.Aws.JsonAsync("ec2", "authorize-security-group-ingress", "--group-id", _oldGroups[1], "--ip-permissions",
            "IpProtocol=tcp,FromPort=3306,ToPort=3306,Ipv6Ranges=[{CidrIpv6=::/0}]");
    }

    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    /// <summary>Every rule of the old groups, by id.</summary>
    protected async Task<List<string>> OldRulesAsync()
    {
        var rules = new List<string>();
        foreach (var group in _oldGroups)
        {
            rules.AddRange((await Guard.Aws.RulesAsync(group)).Select(rule => rule.Text("SecurityGroupRuleId")));
        }
        return rules;
    }

    /// <summary>A whole sweep, so long after what was before it.</summary>
    private protected async Task<GuardResponse> SweepAsync(TimeSpan after)
    {
        Guard.Time.Move(after);
        var answer = await Guard.SweepAsync();
        Assert.Equal(1, answer.SweepsCompleted);
        return answer;
    }

    /// <summary>Sweeps until the first look and the guard's first day are over.</summary>
    private protected async Task SettleAsync()
    {
        await SweepAsync(TimeSpan.Zero);
        await SweepAsync(TimeSpan.FromHours(1));
        await SweepAsync(TimeSpan.FromHours(25));
        Guard.Notifications.Clear();
    }

    /// <summary>What <c>sgwatch baseline list</c> says of the old groups.</summary>
    protected async Task<List<JsonElement>> DebtAsync()
    {
        var list = (await Guard.RunAsync("baseline", "list", "--format", "json")).Json();
        return [.. list.GetProperty("entries").EnumerateArray().Where(entry => _oldGroups.Contains(entry.Text("group", "id")))];
    }
}
