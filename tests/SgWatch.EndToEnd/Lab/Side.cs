using SgWatch.Lab.Tests;

namespace SgWatch.EndToEnd.Lab;

/// <summary>One of two emulators that get the same calls, and its ids for the run's names.</summary>
public sealed class Side(string name, Uri url) : IDisposable
{
    private readonly LabClient _client = new(url);

    public string Name => name;

    /// <summary>Names such as <c>g1</c> (a group), <c>l1</c> (a list) to this side's ids.</summary>
    public Dictionary<string, string> Ids { get; } = [];

    /// <summary>The rules of each group when it was last read.</summary>
    public Dictionary<string, List<RuleRow>> Rules { get; } = [];

    public string NameOf(string id) => Ids.FirstOrDefault(pair => pair.Value == id).Key ?? id;

    /// <summary>Calls with every <c>{name}</c> replaced by this side's id.</summary>
    public Task<LabReply> CallAsync(string action, string parameters) => _client.Ec2Async(
        action,
        Ids.Aggregate(parameters, (text, id) => text.Replace($"{{{id.Key}}}", id.Value, StringComparison.Ordinal)));

    /// <summary>A call that must succeed.</summary>
    public async Task<LabReply> MustAsync(string action, string parameters)
    {
        var reply = await CallAsync(action, parameters);
        return reply.Status == 200
            ? reply
            : throw new InvalidOperationException($"{name}: {action} {parameters} answered {reply.Status} {reply.Xml}");
    }

    /// <summary>Reads a group's rules again.</summary>
    public async Task LookAsync(string group)
    {
        var reply = await MustAsync("DescribeSecurityGroupRules", $"Filter.1.Name=group-id&Filter.1.Value.1={{{group}}}");
        var rows = reply.Items("securityGroupRuleSet").Select(item => RuleRow.Read(item, this));
        Rules[group] = [.. rows.OrderBy(row => row.Text, StringComparer.Ordinal)];
    }

    public void Dispose() => _client.Dispose();
}
