using SgWatch.EndToEnd.Tools;
using SgWatch.Lab;

namespace SgWatch.EndToEnd.Lab;

/// <summary>The lab against an emulator that others wrote: the same calls, call by call the same answers and rules, but for the listed differences.</summary>
[Collection(UsesMoto.Name)]
public sealed class DifferentialTests(MotoFixture fixture, ITestOutputHelper output) : IAsyncLifetime
{
    private const int Steps = 400;

    private readonly Dictionary<KnownDifference, int> _met = [];
    private readonly List<string> _log = [];
    private LabHost _host = null!;
    private Side _lab = null!;
    private Side _moto = null!;

    public async ValueTask InitializeAsync()
    {
        await fixture.Server.ResetAsync();
        _host = await LabHost.StartAsync(new LabOptions());
        _lab = new("lab", _host.Url);
        _moto = new("moto", fixture.Server.Url);
    }

    public async ValueTask DisposeAsync()
    {
        _lab.Dispose();
        _moto.Dispose();
        await _host.DisposeAsync();
    }

    [Theory]
    [InlineData(7)]
    public async Task A_long_random_run_differs_only_where_a_document_says_so(int seed)
    {
        output.WriteLine($"seed {seed}");
        await StartAsync();
        var generator = new StepGenerator(new Random(seed), _lab);
        for (var i = 0; i < Steps; i++)
        {
            await RunAsync(generator.Next());
        }
        foreach (var (difference, count) in _met.OrderBy(pair => pair.Key.Name, StringComparer.Ordinal))
        {
            output.WriteLine($"{count,4} x moto: {difference.Name} [{difference.Document}]");
        }
        var all = KnownDifference.InCode.Concat(KnownDifference.InAnswer).Concat(KnownDifference.InRules);
        Assert.Empty(all.Where(difference => !_met.ContainsKey(difference)).Select(difference => difference.Name)); // a list of what is, not of what may be
    }

    private async Task StartAsync()
    {
        foreach (var side in (Side[])[_lab, _moto])
        {
            side.Ids["v1"] = (await side.MustAsync("DescribeVpcs", "Filter.1.Name=is-default&Filter.1.Value.1=true")).Text("vpcId")!;
            side.Ids["v2"] = (await side.MustAsync("CreateVpc", "CidrBlock=10.0.0.0/16&AmazonProvidedIpv6CidrBlock=true")).Text("vpcId")!;
            side.Ids["l1"] = (await side.MustAsync("CreateManagedPrefixList", "PrefixListName=l1&AddressFamily=IPv4&MaxEntries=20&Entry.1.Cidr=10.0.0.0/16")).Text("prefixListId")!;
            side.Ids["version"] = "1";
            foreach (var (group, vpc) in (IEnumerable<(string, string)>)[("default1", "v1"), ("default2", "v2")])
            {
                side.Ids[group] = (await side.MustAsync("DescribeSecurityGroups", $"Filter.1.Name=vpc-id&Filter.1.Value.1={{{vpc}}}&Filter.2.Name=group-name&Filter.2.Value.1=default")).Text("groupId")!;
                side.Ids[$"vpc of {group}"] = vpc;
            }
        }
        foreach (var group in (string[])["default1", "default2"])
        {
            await CompareAsync(new("CreateVpc", "", group), "", [], "", []);
        }
    }

    private async Task RunAsync(Step step)
    {
        _log.Add($"{step.Action} {step.Parameters} {string.Join(" ", step.RuleTexts)}");
        var (labCode, labAnswer) = await CallAsync(_lab, step);
        var (motoCode, motoAnswer) = await CallAsync(_moto, step);
        await CompareAsync(step, labCode, labAnswer, motoCode, motoAnswer);
    }

    private static async Task<(string Code, IReadOnlyList<string> Answer)> CallAsync(Side side, Step step)
    {
        for (var i = 0; i < step.RuleTexts.Count; i++)
        {
            side.Ids[$"r{i + 1}"] = side.Rules[step.Group].First(row => row.Text == step.RuleTexts[i]).Id;
        }
        var reply = await side.CallAsync(step.Action, step.Parameters);
        if (reply.Status == 200 && step.Action == "ModifyManagedPrefixList")
        {
            side.Ids["version"] = reply.Text("version")!; // moto makes a version of a stale change too
        }
        if (reply.Status == 200 && step.Action == "CreateSecurityGroup")
        {
            side.Ids[step.Group] = reply.Text("groupId")!;
            side.Ids[$"vpc of {step.Group}"] = step.Parameters.Contains("{v1}", StringComparison.Ordinal) ? "v1" : "v2";
        }
        return reply.Status == 200
            ? ("", [.. step.Read(reply, side).Order(StringComparer.Ordinal)])
            : (reply.Code ?? $"status {reply.Status}", []);
    }

    private async Task CompareAsync(Step step, string labCode, IReadOnlyList<string> labAnswer, string motoCode, IReadOnlyList<string> motoAnswer)
    {
        if (step.Action == "DeleteSecurityGroup" && labCode.Length == 0)
        {
            Assert.Equal("", motoCode);
            _lab.Rules.Remove(step.Group);
            _moto.Rules.Remove(step.Group);
            return;
        }
        var recreated = step.Action == "DeleteSecurityGroup" && motoCode.Length == 0;
        if (step.Group.Length > 0)
        {
            await _lab.LookAsync(step.Group);
            await (recreated ? RecreateAsync(step.Group) : _moto.LookAsync(step.Group));
        }
        var lab = new Outcome(labCode, labAnswer, _lab.Rules.GetValueOrDefault(step.Group, []));
        var moto = new Outcome(motoCode, motoAnswer, _moto.Rules.GetValueOrDefault(step.Group, []));
        if (lab.Code != moto.Code)
        {
            Explain("code", KnownDifference.InCode, step, lab, moto);
        }
        else
        {
            if (!lab.Answer.SequenceEqual(moto.Answer))
            {
                Explain("answer", KnownDifference.InAnswer, step, lab, moto);
            }
            if (!lab.Rules.Select(row => row.Text).SequenceEqual(moto.Rules.Select(row => row.Text)))
            {
                Explain("rules", KnownDifference.InRules, step, lab, moto);
            }
        }
        foreach (var group in recreated ? [.. _lab.Rules.Keys] : step.Group.Length > 0 ? (string[])[step.Group] : [])
        {
            await BringTogetherAsync(group);
        }
    }

    private void Explain(string what, IReadOnlyList<KnownDifference> known, Step step, Outcome lab, Outcome moto)
    {
        var difference = known.FirstOrDefault(candidate => candidate.Explains(step, lab, moto));
        Assert.True(difference is not null, $"""
            A difference in {what} that isn't listed, after {_log.Count} steps:
            {step.Action} {step.Parameters} ({step.Twist})
            lab:  '{lab.Code}' {string.Join("; ", lab.Answer)}
                  {string.Join("\n      ", lab.Rules.Select(row => row.Text))}
            moto: '{moto.Code}' {string.Join("; ", moto.Answer)}
                  {string.Join("\n      ", moto.Rules.Select(row => row.Text))}
            """);
        _met[difference] = _met.GetValueOrDefault(difference) + 1;
    }

    private async Task RecreateAsync(string group)
    {
        var vpc = _moto.Ids[$"vpc of {group}"];
        _moto.Ids[group] = (await _moto.MustAsync("CreateSecurityGroup", $"GroupName={group}&GroupDescription=d&VpcId={{{vpc}}}")).Text("groupId")!;
        foreach (var tag in (await _lab.MustAsync("DescribeTags", $"Filter.1.Name=resource-id&Filter.1.Value.1={{{group}}}")).Items("tagSet"))
        {
            await _moto.MustAsync("CreateTags", $"ResourceId.1={{{group}}}&Tag.1.Key={tag.Text("key")}&Tag.1.Value={tag.Text("value")}");
        }
        await _moto.LookAsync(group);
    }

    // after a difference moto's group is made as the lab's is, so that one difference doesn't make the next
    private async Task BringTogetherAsync(string group)
    {
        await _moto.LookAsync(group);
        var wanted = _lab.Rules[group].Select(row => row.Text).ToList();
        foreach (var row in _moto.Rules[group].Where(row => !wanted.Contains(row.Text)))
        {
            await _moto.MustAsync($"RevokeSecurityGroup{(row.IsEgress ? "Egress" : "Ingress")}", $"GroupId={{{group}}}&SecurityGroupRuleId.1={row.Id}");
        }
        var there = _moto.Rules[group].Select(row => row.Text).ToList();
        foreach (var row in _lab.Rules[group].Where(row => !there.Contains(row.Text)))
        {
            await _moto.MustAsync($"AuthorizeSecurityGroup{(row.IsEgress ? "Egress" : "Ingress")}", $"GroupId={{{group}}}&{row.ToPermission()}");
        }
        await _moto.LookAsync(group);
        Assert.Equal(wanted, _moto.Rules[group].Select(row => row.Text));
    }
}
