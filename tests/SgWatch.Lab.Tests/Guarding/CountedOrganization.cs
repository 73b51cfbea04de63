using SgWatch.Lab.Api;
using SgWatch.Lab.Ec2;

namespace SgWatch.Lab.Tests.Guarding;

/// <summary>Many accounts of the lab's, with the same number of groups in every region, and a count of the API calls made in each.</summary>
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
            var place = (account.AccountId, call.Region);
            if (!Calls.TryGetValue(place, out var calls))
            {
                Calls.Add(place, calls = ([], []));
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
