using System.Collections.Immutable;
using CsCheck;
using SgWatch.Addresses;
using SgWatch.Changes;
using SgWatch.Policies;
using SgWatch.Rules;
using SgWatch.Traffic;
using SgWatch.Verdicts;

namespace SgWatch.Tests.Verdicts;

/// <summary>
/// Few enough kinds of packet to try each: 64 addresses (32 public and 16 private of IPv4, 16 public of IPv6) and one for every kind of
/// address elsewhere; 3 groups, 2 prefix lists, and any other; 5 tcp ports and 4 other protocols, in both directions.
/// </summary>
internal static class JudgeUniverse
{
    public const int CellCount = 18; // 9 services of ingress, then of egress

    /// <summary>Bits of a mask of peers: 0-31 8.8.8.0-31; 32-47 10.0.0.0-15; 48-63 2600::0-15; then elsewhere; then names.</summary>
    public static readonly UInt128 AllIpv4 = Bits(0, 48) | Bits(64, 3);
    public static readonly UInt128 AllIpv6 = Bits(48, 16) | Bits(67, 3);
    public static readonly UInt128 AllAddresses = AllIpv4 | AllIpv6;
    public static readonly UInt128 Public = Bits(0, 32) | Bits(48, 16) | Bits(64, 1) | Bits(67, 1);
    public static readonly UInt128 Private = Bits(32, 16) | Bits(65, 1) | Bits(68, 1);
    public static readonly UInt128 AllGroups = Bits(70, 4);
    public static readonly UInt128 AllLists = Bits(74, 3);
    public static readonly UInt128 Everything = Bits(0, 77);

    public static readonly string[] ListIds = ["pl-1", "pl-2"];

    /// <summary>The peers that a rule can have.</summary>
    public static readonly string[] RulePeers =
    [
        "0.0.0.0/0", "::/0", "8.8.8.0/27", "8.8.8.0/28", "8.8.8.16/28", "8.8.8.0/29", "8.8.8.8/29", "8.8.8.16/29", "8.8.8.24/29", "8.8.8.0/30",
        "8.8.8.4/30", "8.8.8.28/30", "8.8.8.7/32", "10.0.0.0/8", "10.0.0.0/28", "10.0.0.0/29", "10.0.0.8/29", "10.0.0.3/32", "2600::/124", "2600::/125",
        "2600::8/125", "2600::4/126", "2600::c/126", "2600::1/128", "sg-1", "sg-2", "sg-3", "pl-1", "pl-2",
    ];

    /// <summary>The services, and which of the 9 cells of a direction each holds.</summary>
    public static readonly (Service Service, int First, int Count)[] Services =
    [
        (Service.Any, 0, 9), (Service.Parse("tcp"), 0, 5), (Service.Parse("tcp/20-23"), 0, 4), (Service.Parse("tcp/22"), 2, 1), (Service.Parse("tcp/20-21"), 0, 2),
        (Service.Parse("tcp/22-23"), 2, 2), (Service.Parse("tcp/21-22"), 1, 2), (Service.Parse("tcp/20"), 0, 1), (Service.Parse("udp"), 5, 1), (Service.Parse("icmp"), 6, 1), (Service.Parse("50"), 7, 1),
    ];

    private static readonly uint[] Ipv4 = [.. Range(0x08080800, 32), .. Range(0x0A000000, 16)];
    private static readonly UInt128[] Ipv6 = [.. Enumerable.Range(0, 16).Select(i => ((UInt128)0x2600 << 112) + (UInt128)i)];
    private static readonly uint[] ElsewhereIpv4 = [CidrIpv4.Parse("1.2.3.4/32").First, CidrIpv4.Parse("10.99.0.1/32").First, CidrIpv4.Parse("127.0.0.1/32").First];
    private static readonly UInt128[] ElsewhereIpv6 = [CidrIpv6.Parse("2a00::1/128").First, CidrIpv6.Parse("fd00::1/128").First, CidrIpv6.Parse("2001:db8::1/128").First];

    /// <summary>A point of each cell.</summary>
    private static readonly uint[] Points = [.. new[] { false, true }.SelectMany(isEgress =>
        new[] { "tcp/20", "tcp/21", "tcp/22", "tcp/23", "tcp/9999", "udp/53", "icmp/8/0", "50", "47" }.Select(text => FlowSpace.Point(isEgress, Service.Parse(text).First)))];

    /// <summary>What a rule's peer admits; of a prefix list, its entries or, unread, its name.</summary>
    public static UInt128 MaskOf(string peer, UInt128?[] lists) => peer switch
    {
        "sg-1" or "sg-2" or "sg-3" => Bits(70 + (peer[3] - '1'), 1),
        "pl-1" or "pl-2" => lists[peer[3] - '1'] ?? Bits(74 + (peer[3] - '1'), 1),
        _ => Block(peer),
    };

    /// <summary>The addresses of a block.</summary>
    public static UInt128 Block(string cidr)
    {
        if (CidrIpv4.TryParse(cidr, out var four))
        {
            return Holding(Ipv4, 0, a => four.First <= a && a <= four.Last) | Holding(ElsewhereIpv4, 64, a => four.First <= a && a <= four.Last);
        }
        var six = CidrIpv6.Parse(cidr);
        return Holding(Ipv6, 48, a => six.First <= a && a <= six.Last) | Holding(ElsewhereIpv6, 67, a => six.First <= a && a <= six.Last);
    }

    /// <summary>A set of traffic as one mask of peers for each cell, found by asking for every packet.</summary>
    public static UInt128[] Read(TrafficSet traffic)
    {
        var cells = new UInt128[CellCount];
        foreach (var band in traffic.Bands)
        {
            var peers = band.Peers;
            UInt128? mask = null;
            for (var cell = 0; cell < CellCount; cell++)
            {
                if (band.First <= Points[cell] && Points[cell] <= band.Last)
                {
                    cells[cell] = mask ??= Holding(Ipv4, 0, peers.Addresses.Ipv4.Contains) | Holding(ElsewhereIpv4, 64, peers.Addresses.Ipv4.Contains)
                        | Holding(Ipv6, 48, peers.Addresses.Ipv6.Contains) | Holding(ElsewhereIpv6, 67, peers.Addresses.Ipv6.Contains)
                        | Holding(["sg-1", "sg-2", "sg-3", "sg-other"], 70, peers.Groups.Contains) | Holding(["pl-1", "pl-2", "pl-other"], 74, peers.PrefixLists.Contains);
                }
            }
        }
        return cells;
    }

    public static UInt128 Bits(int first, int count) => ((UInt128.One << count) - 1) << first;

    private static IEnumerable<uint> Range(uint first, int count) => Enumerable.Range(0, count).Select(i => first + (uint)i);

    private static UInt128 Holding<T>(T[] values, int firstBit, Func<T, bool> holds)
    {
        var mask = UInt128.Zero;
        for (var i = 0; i < values.Length; i++)
        {
            mask |= holds(values[i]) ? UInt128.One << (firstBit + i) : 0;
        }
        return mask;
    }
}

/// <summary>A pattern in a case.</summary>
/// <param name="IsEgress">Its direction; null for both.</param>
/// <param name="Service">Its place in <see cref="JudgeUniverse.Services"/>.</param>
/// <param name="Peers">Rule peers by place; from there on: internet, private, groups, any, world.</param>
/// <param name="Stands">Whether its selector selects the group.</param>
internal sealed record CasePattern(bool? IsEgress, int Service, int[] Peers, bool Stands)
{
    public static readonly Gen<CasePattern> Any = Gen.Select(
        Gen.Int[0, 8], Gen.Int[0, JudgeUniverse.Services.Length - 1], Gen.Int[0, JudgeUniverse.RulePeers.Length + 11].Array[1, 2], Gen.Int[0, 7],
        (direction, service, peers, stands) => new CasePattern(direction switch { < 5 => false, < 8 => true, _ => null }, service, peers, stands > 0));

    private static readonly bool[] BothDirections = [false, true];

    /// <summary>What a guardrail requires: not so much that it takes hundreds of rules.</summary>
    public static readonly Gen<CasePattern> Required = Gen.Select(
        Gen.Int[0, 8], Gen.Int[1, JudgeUniverse.Services.Length - 1], Gen.Int[0, JudgeUniverse.RulePeers.Length + 2].Array[1, 2], Gen.Int[0, 7],
        (direction, service, peers, stands) => new CasePattern(
            direction switch { < 5 => false, < 8 => true, _ => null }, service, [.. peers.Select(p => p < JudgeUniverse.RulePeers.Length ? p : p + 2)], stands > 0));

    public bool IsWorld => Peers.Any(peer => peer - JudgeUniverse.RulePeers.Length is >= 4 and <= 8);

    public IEnumerable<string> Lists => Peers.Where(peer => peer < JudgeUniverse.RulePeers.Length).Select(peer => JudgeUniverse.RulePeers[peer]).Where(text => text[0] == 'p').Distinct();

    public bool Holds(int cell) => (IsEgress is null || IsEgress == cell >= 9)
        && cell % 9 >= JudgeUniverse.Services[Service].First && cell % 9 < JudgeUniverse.Services[Service].First + JudgeUniverse.Services[Service].Count;

    public override string ToString() => $"{IsEgress?.ToString() ?? "both"} {JudgeUniverse.Services[Service].Service} "
        + $"{string.Join(",", Peers.Select(p => p < JudgeUniverse.RulePeers.Length ? JudgeUniverse.RulePeers[p] : $"+{p - JudgeUniverse.RulePeers.Length}"))}{(Stands ? "" : " (void)")}";

    /// <summary>What it names for certain, but for the world.</summary>
    public UInt128 Mask(UInt128?[] lists) => Peers.Aggregate(UInt128.Zero, (mask, peer) => mask | (peer - JudgeUniverse.RulePeers.Length) switch
    {
        < 0 => JudgeUniverse.MaskOf(JudgeUniverse.RulePeers[peer], lists),
        0 => JudgeUniverse.Public,
        1 => JudgeUniverse.Private,
        2 => JudgeUniverse.AllGroups,
        3 => JudgeUniverse.Everything,
        <= 8 => 0,
        _ => JudgeUniverse.Public,
    });

    public Pattern ToPattern()
    {
        var (service, peers) = (JudgeUniverse.Services[Service].Service, default(PeerSet));
        foreach (var peer in Peers)
        {
            peers = peers.Union((peer - JudgeUniverse.RulePeers.Length) switch
            {
                < 0 when JudgeUniverse.RulePeers[peer][0] == 'p' => default,
                < 0 => AdmittedTraffic.Of(RuleText.Parse($"ingress any from {JudgeUniverse.RulePeers[peer]}"), PrefixLists.None).Bands[0].Peers,
                1 => PeerSet.Of(SpecialPurposeRegistry.Private),
                2 => new(default, NameSet.Everything, default),
                3 => PeerSet.Everything,
                0 or > 8 => PeerSet.Of(SpecialPurposeRegistry.Public),
                _ => default,
            });
        }
        var flows = BothDirections.Where(egress => IsEgress is null || IsEgress == egress)
            .Select(egress => new Interval<uint>(FlowSpace.Point(egress, service.First), FlowSpace.Point(egress, service.Last)));
        return new(IntervalSet<uint>.Of(flows), peers, IsWorld)
        {
            PrefixLists = [.. Lists],
            Groups = Stands ? new() { Names = ["w*"] } : new() { Names = ["other"] },
        };
    }
}

/// <summary>A guardrail in a case.</summary>
internal sealed record CaseGuardrail(
    CasePattern[] Forbid, CasePattern[] Allow, CasePattern[] Require, GuardrailAction Action, JudgeScope Judge, bool IsObserved, int NarrowLimit, bool UnlessPipeline)
{
    public static readonly Gen<CaseGuardrail> Any = Gen.Select(
        CasePattern.Any.Array[1, 2], CasePattern.Any.Array[0, 2], Gen.OneOf(Gen.Const<CasePattern[]>([]), Gen.Const<CasePattern[]>([]), CasePattern.Required.Array[1, 1]), Gen.Int[0, 5], Gen.Int[0, 31], Gen.Int[1, 40],
        (forbid, allow, require, action, flags, limit) => new CaseGuardrail(forbid, allow, require,
            action switch { < 2 => GuardrailAction.Revoke, < 5 => GuardrailAction.Narrow, _ => GuardrailAction.Alert },
            (flags & 1) == 0 ? JudgeScope.Changes : JudgeScope.State, (flags & 14) == 0, limit, (flags & 16) == 0));

    public override string ToString() =>
        $"{Action} {Judge}{(IsObserved ? " observe" : "")}{(UnlessPipeline ? " unless pipeline" : "")} limit {NarrowLimit} forbid [{string.Join<CasePattern>("; ", Forbid)}] allow [{string.Join<CasePattern>("; ", Allow)}] require [{string.Join<CasePattern>("; ", Require)}]";

    public Guardrail ToGuardrail(string name) => new(name)
    {
        Forbid = [.. Forbid.Select(p => p.ToPattern())],
        Allow = [.. Allow.Select(p => p.ToPattern())],
        Require = [.. Require.Select(p => p.ToPattern())],
        Action = Action,
        Judge = Judge,
        Mode = IsObserved ? PolicyMode.Observe : null,
        NarrowLimit = NarrowLimit,
        UnlessChangedBy = UnlessPipeline ? ["arn:*/pipeline"] : [],
    };
}

/// <summary>A group, a policy and an occasion of the small universe.</summary>
internal sealed record JudgeCase(
    (bool IsEgress, int Service, int Peer)[] RuleParts, CaseGuardrail[] Guardrails, CasePattern[] Exempted, int ListStates, int Changes, int WorldBits)
{
    public static readonly DateTimeOffset Now = new(2026, 8, 1, 12, 0, 0, TimeSpan.Zero);

    public static readonly Gen<JudgeCase> Any = Gen.Select(
        Gen.Select(Gen.Int[0, 3], Gen.Int[0, JudgeUniverse.Services.Length - 1], Gen.Int[0, JudgeUniverse.RulePeers.Length - 1], (d, s, p) => (d == 0, s, p)).Array[0, 5],
        CaseGuardrail.Any.Array[1, 3], CasePattern.Any.Array[0, 1], Gen.Int[0, 63], Gen.Int[0, 4095], Gen.Int[0, 5],
        (rules, guardrails, exempted, lists, changes, world) => new JudgeCase([.. rules.Distinct()], guardrails, exempted, lists, changes, world));

    /// <summary>The entries of the two prefix lists; null for one that can't be read.</summary>
    public UInt128?[] Lists => [.. Entries.Select(entries => entries is null ? (UInt128?)null : entries.Aggregate(UInt128.Zero, (mask, cidr) => mask | JudgeUniverse.Block(cidr)))];

    public PrefixLists PrefixLists => new(JudgeUniverse.ListIds.Zip(Entries).Where(list => list.Second is not null).ToImmutableDictionary(
        list => list.First,
        list => AddressSet.Of(list.Second!.Where(c => !c.Contains(':')).Select(CidrIpv4.Parse), list.Second!.Where(c => c.Contains(':')).Select(CidrIpv6.Parse))));

    public WorldOpen WorldOpen => new(28 + (WorldBits % 3), 125 + (WorldBits % 3));

    public SecurityGroup Group => new("sg-0", "web")
    {
        Rules = [.. RuleParts.Select((rule, i) => new SecurityGroupRule($"sgr-{i}", rule.IsEgress, JudgeUniverse.Services[rule.Service].Service,
            Peer.TryParse(JudgeUniverse.RulePeers[rule.Peer], out var peer) ? peer : throw new InvalidOperationException()))],
    };

    public bool IsNew(int rule) => (Changes & 3) switch { 0 => false, 1 => true, _ => (Changes >> (4 + rule) & 1) != 0 };

    public bool IsAttachment => (Changes & 12) == 12;

    public bool IsSweep => (Changes & 12) == 8;

    /// <summary>0: nobody knows who; 1: the pipeline; 2: the pipeline and somebody else; 3: somebody else.</summary>
    public int Actors => Changes >> 10 & 3;

    public InspectionCause InspectionCause => new((Changes & 3) switch
    {
        0 => ChangedRules.None,
        1 => ChangedRules.All,
        _ => ChangedRules.Of(RuleParts.Select((_, i) => i).Where(IsNew).Select(i => $"sgr-{i}"), []),
    }, IsAttachment)
    {
        IsSweep = IsSweep,
        Actors = Actors switch
        {
            0 => [],
            1 => [new() { Arn = "arn:aws:iam::111122223333:user/ci", SessionIssuerArn = "arn:aws:iam::111122223333:role/pipeline" }],
            2 => [new() { Arn = "arn:aws:iam::111122223333:role/pipeline" }, new() { Arn = "arn:aws:iam::111122223333:user/eve" }],
            _ => [new()],
        },
    };

    public Policy Policy => new("test", "")
    {
        WorldOpen = WorldOpen,
        Guardrails = [.. Guardrails.Select((guardrail, i) => guardrail.ToGuardrail($"g{i}"))],
        Exemptions = [new("for the test", new(2026, 8, 1)) { Allow = [.. Exempted.Select(p => p.ToPattern())] },
            new("void", new(2026, 7, 31)) { Allow = [Pattern.Any] },
            new("of another group", new(2027, 1, 1)) { Allow = [Pattern.Any], Groups = new() { Ids = ["sg-9"] } }],
    };

    private string[]?[] Entries => [Of(ListStates & 7), Of(ListStates >> 3 & 7)];

    private static string[]? Of(int state) => state switch
    {
        0 => null,
        1 => [],
        2 => ["8.8.8.0/28"],
        3 => ["8.8.8.24/29", "10.0.0.0/28"],
        4 => ["10.0.0.0/8", "2600::/125"],
        5 => ["0.0.0.0/0"],
        6 => ["8.8.8.4/30", "2600::4/126"],
        _ => ["10.0.0.3/32"],
    };

    /// <summary>The case, for a failed law's message.</summary>
    public override string ToString()
    {
        var (verdict, now) = (Judged(), string.Join("; ", Group.Rules.Select((rule, i) => $"{(IsNew(i) ? "new " : "")}{rule.SecurityGroupRuleId} {rule}")));
        var lists = string.Join("; ", PrefixLists.Entries.Select(list => $"{list.Key} {string.Join(',', list.Value.ToCidrs())}"));
        var findings = string.Join('\n', verdict.Findings.Select(f => $"  {f.Guardrail.Name} {f.Kind} {f.Rule} {f.Action}: {f.Why}: {f.Violates}"));
        return $"rules: {now}\nlists: {lists}\nguardrails: {string.Join("\n  ", Guardrails.Select(g => g.ToString()))}\nexempted: {string.Join<CasePattern>("; ", Exempted)}\n"
            + $"{InspectionCause} actors {Actors} world {WorldOpen}\n{findings}\n  revoke {string.Join("; ", verdict.Plan.Revoke)}\n  authorize {string.Join("; ", verdict.Plan.Authorize)}";
    }

    public Verdict Judged() => SgWatch.Verdicts.Judge.Decide(new(Policy, Group, PrefixLists, InspectionCause, Now));
}
