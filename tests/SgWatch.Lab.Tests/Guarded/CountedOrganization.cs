using SgWatch.Lab.Api;
using SgWatch.Lab.Ec2;

namespace SgWatch.Lab.Tests.Guarded;

/// <summary>Many accounts of the lab's. Every region has the same number of groups. The API calls made in each are counted.</summary>
/// <param name="groupsPerRegion">How many groups a region has, its default group among them.</param>
/// <param name="time">By which calls are counted.</param>
internal sealed class CountedOrganization(int groupsPerRegion, TimeProvider time)
{
    private readonly Lock _lock = new();

    /// <summary>When calls were made, by account and region: reading ones and changing ones.</summary>
    public Dictionary<(string Account, string Region), (List<DateTimeOffset> Reads, List<DateTimeOffset> Changes)> Calls { get; } = [];

    public LabOrganization Lab => field ??= new("111122223333", "us-east-1", time)
    {
        Prepare = account => account.BeforeCall = call => Count(account, call),
    };

    private void Count(LabAccount account, LabCall call)
    {
        lock (_lock)
        {
            var accountRegion = (account.AccountId, call.Region);
            if (!Calls.TryGetValue(accountRegion, out var calls))
            {
                Calls.Add(accountRegion, calls = ([], []));
                Fill(account, call.Region);
            }
            (call.Action.StartsWith("Describe", StringComparison.Ordinal) ? calls.Reads : calls.Changes).Add(time.GetUtcNow());
        }
    }

    private void Fill(LabAccount account, string region)
    {
        for (var number = 1; number < groupsPerRegion; number++)
        {
            account.Put(new($"sg-{number:x17}", $"group-{number}") { Region = region, OwnerId = account.AccountId });
        }
    }
}
