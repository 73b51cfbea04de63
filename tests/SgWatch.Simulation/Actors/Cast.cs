using SgWatch.Lab.Identities;
using SgWatch.Rules;
using SgWatch.Simulation.Laws;
using SgWatch.Simulation.World;

namespace SgWatch.Simulation.Actors;

/// <summary>Does what people do in EC2.</summary>
internal sealed class Cast(SimulatedWorld world)
{
    /// <summary>What attackers open.</summary>
    public static readonly (string Service, string Peer)[] Wide =
    [
        ("tcp/22", "0.0.0.0/0"), ("any", "0.0.0.0/0"), ("tcp/22", "8.0.0.0/10"), ("tcp/5432", "0.0.0.0/0"), ("tcp/8080", "0.0.0.0/0"),
        ("tcp/443", "0.0.0.0/0"), ("tcp/22", "8.0.0.0/8"), ("any", "8.0.0.0/8"),
    ];

    private static readonly (string Service, string Peer)[] Harmless =
    [
        ("tcp/22", "10.0.0.0/8"), ("tcp/22", "52.1.2.0/24"), ("tcp/5432", "10.0.0.0/8"), ("tcp/8080", "8.0.0.0/10"),
        ("tcp/443", "52.1.2.0/24"), ("tcp/443", "8.0.0.0/9"), ("tcp/8080", "10.0.0.0/8"), ("tcp/443", "8.128.0.0/9"),
    ];

    private static readonly string[] Lists = ["pl-0aaaaaaaaaaaaaaa0", "pl-0aaaaaaaaaaaaaaa1"];
    private static readonly string[][] WideEntries = [["8.0.0.0/8"], ["0.0.0.0/0"], ["8.0.0.0/9", "8.128.0.0/9"], ["8.64.0.0/10"]];
    private static readonly string[] Names = ["web-1", "web-2", "db-1", "app-1", "state-1"];

    /// <summary>The groups' ids.</summary>
    public IReadOnlyList<string> Groups { get; } = [.. Names.Select(static (_, i) => $"sg-0bbbbbbbbbbbbbbb{i}")];

    /// <summary>Builds the groups as they are before the guard comes.</summary>
    public void Found(int more)
    {
        foreach (var (i, name) in Names.Index())
        {
            world.Cloud.Account.Put(new SecurityGroup(Groups[i], name)
            {
                VpcId = "vpc-0cccccccccccccccc",
                OwnerId = People.Account,
                Region = Cloud.Region,
            });
        }
        world.Cloud.SetList(People.Founder, Lists[0], "52.1.2.0/24");
        world.Cloud.SetList(People.Founder, Lists[1], "8.0.0.0/9");
        Tag(People.Founder, Groups[0], isOn: true);
        Add(People.Founder, Groups[0], "tcp/443", "0.0.0.0/0");
        Add(People.Founder, Groups[0], "tcp/22", "10.0.0.0/8");
        Add(People.Founder, Groups[1], "tcp/22", "0.0.0.0/0");
        Add(People.Founder, Groups[1], "tcp/8080", "8.0.0.0/9");
        Add(People.Founder, Groups[2], "tcp/5432", "10.0.0.0/8");
        Add(People.Founder, Groups[2], "any", "8.0.0.0/9");
        Add(People.Founder, Groups[3], "tcp/22", Lists[0]);
        Add(People.Founder, Groups[3], "tcp/8080", Lists[1]);
        for (var i = 0; i < more; i++)
        {
            var (service, peer) = world.Chance.Next(2) == 0 ? Any(Wide) : Any(Harmless);
            Add(People.Founder, Groups[world.Chance.Next(Groups.Count)], service, peer);
        }
    }

    public void Open(LabIdentity who, int a, int b) => Add(who, Group(a), Wide[b % Wide.Length].Service, Wide[b % Wide.Length].Peer);

    public void AddHarmless(LabIdentity who, int a, int b) =>
        Add(who, Group(a), Harmless[b % Harmless.Length].Service, Harmless[b % Harmless.Length].Peer);

    public void OpenThroughList(LabIdentity who, int a, int b) =>
        Add(who, Group(a), b % 2 == 0 ? "tcp/22" : "any", Lists[b / 2 % Lists.Length]);

    public void WidenList(LabIdentity who, int a, int b) =>
        world.Cloud.SetList(who, Lists[a % Lists.Length], WideEntries[b % WideEntries.Length]);

    public void NarrowList(LabIdentity who, int a) => world.Cloud.SetList(who, Lists[a % Lists.Length], "52.1.2.0/24");

    public string Group(int a) => Groups[a % Groups.Count];

    /// <summary>Adds a rule. EC2 refuses one that is there.</summary>
    public bool Add(LabIdentity who, string groupId, string service, string peer)
    {
        var isList = peer.StartsWith("pl-", StringComparison.Ordinal);
        return Do(who, "AuthorizeSecurityGroupIngress",
        [
            ("GroupId", groupId), .. Service("IpPermissions.1.", service),
            (isList ? "IpPermissions.1.PrefixListIds.1.PrefixListId" : "IpPermissions.1.IpRanges.1.CidrIp", peer),
        ]);
    }

    /// <summary>Takes a rule away.</summary>
    public bool Remove(LabIdentity who, KnownRule rule) => Do(who, "RevokeSecurityGroupIngress",
        [("GroupId", rule.GroupId), ("SecurityGroupRuleId.1", rule.Id)]);

    /// <summary>Puts other traffic into a rule.</summary>
    public bool Modify(LabIdentity who, KnownRule rule, string service, string peer, string? description)
    {
        const string Rule = "SecurityGroupRule.1.SecurityGroupRule.";
        var isList = peer.StartsWith("pl-", StringComparison.Ordinal);
        return Do(who, "ModifySecurityGroupRules",
        [
            ("GroupId", rule.GroupId), ("SecurityGroupRule.1.SecurityGroupRuleId", rule.Id), .. Service(Rule, service),
            ($"{Rule}{(isList ? "PrefixListId" : "CidrIpv4")}", peer), ($"{Rule}Description", description),
        ]);
    }

    /// <summary>Puts the tag <c>tier=edge</c> on a group, or takes it off.</summary>
    public void Tag(LabIdentity who, string groupId, bool isOn) => Do(who, isOn ? "CreateTags" : "DeleteTags",
        [("ResourceId.1", groupId), ("Tag.1.Key", "tier"), ("Tag.1.Value", isOn ? "edge" : null)]);

    /// <summary>A rule of the group that is there. Null if it has none.</summary>
    public KnownRule? Pick(int a, int b)
    {
        var rules = world.Cloud.Ledger.All.Where(rule => rule.GroupId == Group(a) && rule.GoneAt is null).ToList();
        return rules.Count == 0 ? null : rules[b % rules.Count];
    }

    private bool Do(LabIdentity who, string action, IEnumerable<(string, string?)> parameters)
    {
        var list = parameters.ToList();
        var error = world.Cloud.Call(who, action, list).Error;
        world.Trace($"{who.Arn.Split('/', 2)[1]}: {action} {string.Join(' ', list.Select(pair => pair.Item2))}: {error?.Code ?? "ok"}");
        return error is null;
    }

    private (string Service, string Peer) Any((string Service, string Peer)[] from) => from[world.Chance.Next(from.Length)];

    private static IEnumerable<(string, string?)> Service(string prefix, string service)
    {
        if (service == "any")
        {
            return [($"{prefix}IpProtocol", "-1")];
        }
        var port = service.Split('/')[1];
        return [($"{prefix}IpProtocol", "tcp"), ($"{prefix}FromPort", port), ($"{prefix}ToPort", port)];
    }
}
