namespace SgWatch.EndToEnd.Lab;

/// <summary>One run of calls made at random, which both emulators get.</summary>
/// <param name="seed">The same seed gives the same calls.</param>
/// <param name="lab">The lab, fresh.</param>
/// <param name="moto">Moto's server, fresh.</param>
/// <param name="met">Counts the known differences that the run meets.</param>
internal sealed class DifferentialRun(int seed, Side lab, Side moto, Dictionary<KnownDifference, int> met)
{
    private int _steps;

    /// <summary>Makes the calls, one after another, and compares after each.</summary>
    public async Task RunAsync(int steps)
    {
        await StartAsync();
        var generator = new StepGenerator(new Random(seed), lab);
        for (var i = 0; i < steps; i++)
        {
            await RunAsync(generator.Next());
        }
    }

    private async Task StartAsync()
    {
        foreach (var side in (Side[])[lab, moto])
        {
            side.Ids["v1"] = (await side.MustAsync("DescribeVpcs", "Filter.1.Name=is-default&Filter.1.Value.1=true")).Text("vpcId")!;
            side.Ids["v2"] = (await side.MustAsync("CreateVpc", "CidrBlock=10.0.0.0/16&AmazonProvidedIpv6CidrBlock=true")).Text("vpcId")!;
            side.Ids["l1"] = (await side.MustAsync(
                "CreateManagedPrefixList", "PrefixListName=l1&AddressFamily=IPv4&MaxEntries=20&Entry.1.Cidr=10.0.0.0/16")).Text(
                    "prefixListId")!;
            side.Ids["version"] = "1";
            foreach (var (group, vpc) in (IEnumerable<(string, string)>)[("default1", "v1"), ("default2", "v2")])
            {
                side.Ids[group] = (await side.MustAsync(
                    "DescribeSecurityGroups",
                    $"Filter.1.Name=vpc-id&Filter.1.Value.1={{{vpc}}}&Filter.2.Name=group-name&Filter.2.Value.1=default")).Text("groupId")!;
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
        _steps++;
        var (labCode, labAnswer) = await CallAsync(lab, step);
        var (motoCode, motoAnswer) = await CallAsync(moto, step);
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

    private async Task CompareAsync(
        Step step, string labCode, IReadOnlyList<string> labAnswer, string motoCode, IReadOnlyList<string> motoAnswer)
    {
        if (step.Action == "DeleteSecurityGroup" && labCode.Length == 0)
        {
            Assert.Equal("", motoCode);
            lab.Rules.Remove(step.Group);
            moto.Rules.Remove(step.Group);
            return;
        }
        var recreated = step.Action == "DeleteSecurityGroup" && motoCode.Length == 0;
        if (step.Group.Length > 0)
        {
            await lab.LookAsync(step.Group);
            await (recreated ? RecreateAsync(step.Group) : moto.LookAsync(step.Group));
        }
        Compare(
            step,
            new(labCode, labAnswer, lab.Rules.GetValueOrDefault(step.Group, [])),
            new(motoCode, motoAnswer, moto.Rules.GetValueOrDefault(step.Group, [])));
        foreach (var group in recreated ? [.. lab.Rules.Keys] : step.Group.Length > 0 ? (string[])[step.Group] : [])
        {
            await BringTogetherAsync(group);
        }
    }

    private void Compare(Step step, Outcome ofLab, Outcome ofMoto)
    {
        if (ofLab.Code != ofMoto.Code)
        {
            Explain("code", KnownDifference.InCode, step, ofLab, ofMoto);
            return;
        }
        if (!ofLab.Answer.SequenceEqual(ofMoto.Answer))
        {
            Explain("answer", KnownDifference.InAnswer, step, ofLab, ofMoto);
        }
        if (!ofLab.Rules.Select(row => row.Text).SequenceEqual(ofMoto.Rules.Select(row => row.Text)))
        {
            Explain("rules", KnownDifference.InRules, step, ofLab, ofMoto);
        }
    }

    private void Explain(string what, IReadOnlyList<KnownDifference> known, Step step, Outcome ofLab, Outcome ofMoto)
    {
        var difference = known.FirstOrDefault(candidate => candidate.Explains(step, ofLab, ofMoto));
        Assert.True(difference is not null, $"""
            A difference in {what} that isn't listed, in the run of seed {seed} after {_steps} steps:
            {step.Action} {step.Parameters} ({step.Twist})
            lab:  '{ofLab.Code}' {string.Join("; ", ofLab.Answer)}
                  {string.Join("\n      ", ofLab.Rules.Select(row => row.Text))}
            moto: '{ofMoto.Code}' {string.Join("; ", ofMoto.Answer)}
                  {string.Join("\n      ", ofMoto.Rules.Select(row => row.Text))}
            """);
        met[difference] = met.GetValueOrDefault(difference) + 1;
    }

    private async Task RecreateAsync(string group)
    {
        var vpc = moto.Ids[$"vpc of {group}"];
        moto.Ids[group] = (await moto.MustAsync("CreateSecurityGroup", $"GroupName={group}&GroupDescription=d&VpcId={{{vpc}}}")).Text(
            "groupId")!;
        foreach (var tag in (await lab.MustAsync("DescribeTags", $"Filter.1.Name=resource-id&Filter.1.Value.1={{{group}}}")).Items(
            "tagSet"))
        {
            await moto.MustAsync("CreateTags", $"ResourceId.1={{{group}}}&Tag.1.Key={tag.Text("key")}&Tag.1.Value={tag.Text("value")}");
        }
        await moto.LookAsync(group);
    }

    // after a difference moto's group is made as the lab's is, so that one difference doesn't make the next
    private async Task BringTogetherAsync(string group)
    {
        await moto.LookAsync(group);
        var wanted = lab.Rules[group].Select(row => row.Text).ToList();
        foreach (var row in moto.Rules[group].Where(row => !wanted.Contains(row.Text)))
        {
            await moto.MustAsync(
                $"RevokeSecurityGroup{(row.IsEgress ? "Egress" : "Ingress")}", $"GroupId={{{group}}}&SecurityGroupRuleId.1={row.Id}");
        }
        var there = moto.Rules[group].Select(row => row.Text).ToList();
        foreach (var row in lab.Rules[group].Where(row => !there.Contains(row.Text)))
        {
            await moto.MustAsync(
                $"AuthorizeSecurityGroup{(row.IsEgress ? "Egress" : "Ingress")}", $"GroupId={{{group}}}&{row.ToPermission()}");
        }
        await moto.LookAsync(group);
        Assert.Equal(wanted, moto.Rules[group].Select(row => row.Text));
    }
}
