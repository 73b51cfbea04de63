using SgWatch.Lab.Tests;

namespace SgWatch.EndToEnd.Lab;

/// <summary>Makes calls at random that fit what is there, now and then with a twist. The same seed and state give the same calls.</summary>
/// <param name="random">Seeded.</param>
/// <param name="lab">Whose state the calls fit.</param>
public sealed class StepGenerator(Random random, Side lab)
{
    private const int MaxGroups = 8;
    private const int MaxRules = 25;
    private const int MaxEntries = 15;

    private static readonly string[] Ipv4 = ["0.0.0.0/0", "10.0.0.0/8", "10.1.0.0/16", "192.168.7.0/24", "203.0.113.9/32", "128.0.0.0/1"];
    private static readonly string[] Ipv6 = ["::/0", "2001:db8::/32", "2001:db8:0:1::/64", "fd00::/8"];
    private static readonly string[] OtherSpellings = ["10.9.9.9/8", "192.168.7.77/24", "1.2.3.4/0", "2001:DB8::/32", "0:0:0:0:0:0:0:0/0",
        "2001:db8:0:0:0:0:0:1/32"];
    private static readonly string[] Nonsense =
    [
        "IpPermissions.1.IpProtocol=tcp&IpPermissions.1.FromPort=70000&IpPermissions.1.ToPort=70001"
            + "&IpPermissions.1.IpRanges.1.CidrIp=10.0.0.0/8",
        "IpPermissions.1.IpProtocol=tcp&IpPermissions.1.FromPort=30&IpPermissions.1.ToPort=20&IpPermissions.1.IpRanges.1.CidrIp=10.0.0.0/8",
        "IpPermissions.1.IpProtocol=xyz&IpPermissions.1.FromPort=1&IpPermissions.1.ToPort=2&IpPermissions.1.IpRanges.1.CidrIp=10.0.0.0/8",
        "IpPermissions.1.IpProtocol=udp&IpPermissions.1.FromPort=1&IpPermissions.1.ToPort=2"
            + $"&IpPermissions.1.IpRanges.1.CidrIp=10.0.0.0/8&IpPermissions.1.IpRanges.1.Description={new string('d', 300)}",
    ];

    private readonly SortedSet<string> _entries = new(StringComparer.Ordinal) { "10.0.0.0/16" };
    private int _names;

    private IReadOnlyList<string> Groups => [.. lab.Rules.Keys.Order(StringComparer.Ordinal)];

    public Step Next() => random.Next(100) switch
    {
        < 8 when Groups.Count < MaxGroups => CreateGroup(),
        < 13 when Groups.Any(IsOwn) => Delete(Pick([.. Groups.Where(IsOwn)])),
        < 50 => Authorize(Pick(Groups)),
        < 64 => RevokeByIds(Pick(Groups)),
        < 74 => RevokeByProperties(Pick(Groups)),
        < 82 => Modify(Pick(Groups)),
        < 90 => Describe(),
        < 95 => ModifyList(),
        _ => Tag(Pick(Groups)),
    };

    private static bool IsOwn(string group) => group.StartsWith("own", StringComparison.Ordinal);

    private Step CreateGroup()
    {
        var name = $"own{++_names}";
        var vpc = Coin() ? "v1" : "v2";
        return new("CreateSecurityGroup", $"GroupName={name}&GroupDescription=d&VpcId={{{vpc}}}", name);
    }

    private static Step Delete(string group) => new("DeleteSecurityGroup", $"GroupId={{{group}}}", group);

    private Step Authorize(string group)
    {
        var isEgress = random.Next(4) == 0;
        var action = $"AuthorizeSecurityGroup{(isEgress ? "Egress" : "Ingress")}";
        var (permission, twist) = lab.Rules[group].Count > MaxRules ? (Exists(group, isEgress), "") : random.Next(14) switch
        {
            0 => (Nonsense[random.Next(Nonsense.Length)], "nonsense"),
            1 => (Spelled(), "spelling"),
            2 => (Service("58") + "&IpPermissions.1.Ipv6Ranges.1.CidrIpv6=" + Pick(Ipv6), "spelling"),
            3 => ($"{Service("tcp")}&IpPermissions.1.PrefixListIds.1.PrefixListId=pl-0123456789abcdef0", "unknown-list"),
            4 => ($"{Plain(1, group)}&{Plain(2, group)}", "several"),
            5 => ($"{Plain(1, group)}&{Exists(group, isEgress).Replace("IpPermissions.1.", "IpPermissions.2.", StringComparison.Ordinal)}",
                "duplicate-last"),
            6 => (Exists(group, isEgress), ""),
            8 => Twice(Plain(1, group)),
            7 => (Respell(Exists(group, isEgress)), "spelling"),
            _ => (Plain(1, group), ""),
        };
        return new(action, $"GroupId={{{group}}}&{permission}", group) { Twist = twist, Read = ReadRules("securityGroupRuleSet") };
    }

    private Step RevokeByIds(string group)
    {
        var isEgress = random.Next(4) == 0;
        var rules = lab.Rules[group].Where(row => row.IsEgress == isEgress).OrderBy(_ => random.Next()).Take(random.Next(1, 4)).ToList();
        var ids = rules.Select((_, i) => $"SecurityGroupRuleId.{i + 1}={{r{i + 1}}}").ToList();
        if (rules.Count == 0 || random.Next(6) == 0)
        {
            ids.Add($"SecurityGroupRuleId.{rules.Count + 1}=sgr-0123456789abcdef0");
        }
        return new($"RevokeSecurityGroup{(isEgress ? "Egress" : "Ingress")}", $"GroupId={{{group}}}&{string.Join('&', ids)}", group)
        {
            RuleTexts = [.. rules.Select(row => row.Text)],
            Read = ReadRevoked,
        };
    }

    private Step RevokeByProperties(string group)
    {
        var isEgress = Coin();
        var (unknown, respelled) = (random.Next(3) == 0, random.Next(4) == 0);
        var permission = respelled ? Respell(Exists(group, isEgress)) : Exists(group, isEgress);
        if (unknown)
        {
            permission += "&IpPermissions.2.IpProtocol=udp&IpPermissions.2.FromPort=7&IpPermissions.2.ToPort=7"
                + $"&IpPermissions.2.IpRanges.1.CidrIp=100.64.{random.Next(256)}.0/24";
        }
        return new($"RevokeSecurityGroup{(isEgress ? "Egress" : "Ingress")}", $"GroupId={{{group}}}&{permission}", group)
        {
            Twist = unknown || !lab.Rules[group].Exists(row => row.IsEgress == isEgress)
                ? "unknown-properties"
                : respelled ? "spelling" : "",
            Read = ReadRevoked,
        };
    }

    private Step Modify(string group)
    {
        var rows = lab.Rules[group].Where(row => row.Peer.Contains('/', StringComparison.Ordinal)).ToList();
        if (rows.Count == 0)
        {
            return Authorize(group);
        }
        var row = rows[random.Next(rows.Count)];
        var isIpv6 = row.Peer.Contains(':', StringComparison.Ordinal);
        const string Update = "SecurityGroupRule.1.SecurityGroupRule.";
        var port = random.Next(1, 65536); // a port of its own, or it could be a duplicate, for which moto doesn't look
        return new("ModifySecurityGroupRules",
            $"GroupId={{{group}}}&SecurityGroupRule.1.SecurityGroupRuleId={{r1}}"
            + $"&{Update}IpProtocol=tcp&{Update}FromPort={port}&{Update}ToPort={port}"
            + $"&{Update}{(isIpv6 ? $"CidrIpv6={Pick(Ipv6)}" : $"CidrIpv4={Pick(Ipv4)}")}&{Update}Description=m{port}", group)
        {
            RuleTexts = [row.Text],
            Twist = isIpv6 ? "ipv6" : "",
        };
    }

    private Step Describe()
    {
        var (filter, value) = Pick([
            ("group-name", "own*"), ("group-name", "own?"), ("group-name", "default"), ("vpc-id", "{v2}"), ("description", "d"), (
                "ip-permission.cidr", Pick(Ipv4)),
            ("ip-permission.protocol", "tcp"), ("egress.ip-permission.cidr", "0.0.0.0/0"), ("tag:t", "1"), ("tag-key", "t"), (
                "group-id", $"{{{Pick(Groups)}}}"),
        ]);
        return new("DescribeSecurityGroups", $"Filter.1.Name={filter}&Filter.1.Value.1={value}")
        {
            Read = static (reply, side) => reply.Items("securityGroupInfo").Select(item => side.NameOf(item.Text("groupId")!)),
        };
    }

    private Step ModifyList()
    {
        if (random.Next(3) == 0)
        {
            return new("GetManagedPrefixListEntries", "PrefixListId={l1}") { Read = static (reply, _) => reply.Texts("cidr") };
        }
        var stale = _entries.Count > 0 && random.Next(4) == 0;
        // moto does that change too: so it is one that changes nothing
        var entry = stale ? _entries.First() : $"10.{random.Next(MaxEntries)}.0.0/16";
        var change = stale || _entries.Add(entry) ? "AddEntry" : "RemoveEntry";
        if (change == "RemoveEntry")
        {
            _entries.Remove(entry);
        }
        return new("ModifyManagedPrefixList",
            $"PrefixListId={{l1}}&PrefixListName=l1&CurrentVersion={(stale ? "999" : "{version}")}&{change}.1.Cidr={entry}")
        {
            Twist = stale ? "stale" : "",
            Read = static (reply, _) => [reply.Text("state")!],
        };
    }

    private Step Tag(string group) => Coin()
        ? new("CreateTags", $"ResourceId.1={{{group}}}&Tag.1.Key=t&Tag.1.Value={random.Next(2)}", group)
        : new("DeleteTags", $"ResourceId.1={{{group}}}&Tag.1.Key=t", group);

    private string Plain(int number, string group)
    {
        var protocol = Pick(["tcp", "udp", "TCP", "6", "-1", "icmp"]);
        var peer = random.Next(10) switch
        {
            < 5 => $"IpRanges.1.CidrIp={Pick(Ipv4)}",
            < 8 => $"Ipv6Ranges.1.CidrIpv6={Pick(Ipv6)}",
            8 => "PrefixListIds.1.PrefixListId={l1}",
            _ => $"Groups.1.GroupId={{{Pick(SameVpc(group))}}}",
        };
        var described = peer.StartsWith("Ip", StringComparison.Ordinal) && Coin()
            ? $"&IpPermissions.1.{peer.Split('.')[0]}.1.Description=d{random.Next(9)}"
            : "";
        return $"{Service(protocol)}&IpPermissions.1.{peer}{described}".Replace(
            "IpPermissions.1.", $"IpPermissions.{number}.", StringComparison.Ordinal);
    }

    private static (string Permissions, string Twist) Twice(string permission) =>
        ($"{permission}&{permission.Replace("IpPermissions.1.", "IpPermissions.2.", StringComparison.Ordinal)}", "several");

    private string Spelled()
    {
        var cidr = Pick(OtherSpellings);
        var field = cidr.Contains(':', StringComparison.Ordinal) ? "Ipv6Ranges.1.CidrIpv6" : "IpRanges.1.CidrIp";
        return $"{Service("tcp")}&IpPermissions.1.{field}={cidr}";
    }

    private string Service(string protocol)
    {
        var from = random.Next(20, 24);
        var (first, last) = protocol switch
        {
            "-1" => ("", ""),
            "icmp" or "58" => ($"{random.Next(8)}", "-1"),
            _ => ($"{from}", $"{from + random.Next(3)}"),
        };
        return first.Length == 0
            ? $"IpPermissions.1.IpProtocol={protocol}"
            : $"IpPermissions.1.IpProtocol={protocol}&IpPermissions.1.FromPort={first}&IpPermissions.1.ToPort={last}";
    }

    private string Exists(string group, bool isEgress)
    {
        var rows = lab.Rules[group].Where(row => row.IsEgress == isEgress).ToList();
        if (rows.Count == 0)
        {
            return Plain(1, group);
        }
        var row = rows[random.Next(rows.Count)];
        var isDescribed = row.Peer.Contains('/', StringComparison.Ordinal) && Coin(); // another description makes no other rule
        return (row with { Description = isDescribed ? "again" : "" }).ToPermission();
    }

    private static string Respell(string permission) => permission
        .Replace("CidrIp=10.0.0.0", "CidrIp=10.3.2.1", StringComparison.Ordinal)
        .Replace("CidrIp=0.0.0.0", "CidrIp=255.0.0.0", StringComparison.Ordinal)
        .Replace("2001:db8::", "2001:DB8:0::", StringComparison.Ordinal)
        .Replace("CidrIpv6=::", "CidrIpv6=0::0", StringComparison.Ordinal);

    private IReadOnlyList<string> SameVpc(string group) =>
        [.. Groups.Where(other => lab.Ids[$"vpc of {other}"] == lab.Ids[$"vpc of {group}"])];

    private T Pick<T>(IReadOnlyList<T> items) => items[random.Next(items.Count)];

    private bool Coin() => random.Next(2) == 0;

    private static Func<LabReply, Side, IEnumerable<string>> ReadRules(string list) =>
        (reply, side) => reply.Items(list).Select(item => RuleRow.Read(item, side).Text);

    private static IEnumerable<string> ReadRevoked(LabReply reply, Side side) =>
        reply.Texts("securityGroupRuleId").Select(static _ => "revoked");
}
