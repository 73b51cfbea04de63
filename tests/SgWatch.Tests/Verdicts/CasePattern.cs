using CsCheck;
using SgWatch.Addresses;
using SgWatch.Policies;
using SgWatch.Rules;
using SgWatch.Traffic;
using SgWatch.Verdicts;

namespace SgWatch.Tests.Verdicts;

/// <summary>A pattern in a case.</summary>
/// <param name="IsEgress">Its direction; null for both.</param>
/// <param name="Service">The index of its service in <see cref="JudgeUniverse.Services"/>.</param>
/// <param name="Peers">Indexes of rule peers. The indexes after these are: internet, private, groups, any, world.</param>
/// <param name="Groups">The groups for which it counts.</param>
internal sealed record CasePattern(bool? IsEgress, int Service, int[] Peers, CaseSelector Groups)
{
    public static readonly Gen<CasePattern> Any = Gen.Select(
        Gen.Int[0, 8],
        Gen.Int[0, JudgeUniverse.Services.Length - 1],
        Gen.Int[0, JudgeUniverse.RulePeers.Length + 11].Array[1, 2],
        CaseSelector.Any,
        (direction, service, peers, groups) => new CasePattern(
            direction switch { < 5 => false, < 8 => true, _ => null }, service, peers, groups));

    private static readonly bool[] BothDirections = [false, true];

    /// <summary>What a guardrail requires: not so much that it takes hundreds of rules.</summary>
    public static readonly Gen<CasePattern> Required = Gen.Select(
        Gen.Int[0, 8],
        Gen.Int[1, JudgeUniverse.Services.Length - 1],
        Gen.Int[0, JudgeUniverse.RulePeers.Length + 2].Array[1, 2],
        CaseSelector.Any,
        (direction, service, peers, groups) => new CasePattern(
            direction switch { < 5 => false, < 8 => true, _ => null },
            service,
            [.. peers.Select(p => p < JudgeUniverse.RulePeers.Length ? p : p + 2)],
            groups));

    public bool IsWorld => Peers.Any(peer => peer - JudgeUniverse.RulePeers.Length is >= 4 and <= 8);

    public IEnumerable<string> Lists =>
        Peers.Where(peer => peer < JudgeUniverse.RulePeers.Length)
            .Select(peer => JudgeUniverse.RulePeers[peer])
            .Where(text => text[0] == 'p')
            .Distinct();

    public bool Holds(int cell) => (IsEgress is null || IsEgress == cell >= 9)
        && cell % 9 >= JudgeUniverse.Services[Service].First
        && cell % 9 < JudgeUniverse.Services[Service].First + JudgeUniverse.Services[Service].Count;

    public override string ToString()
    {
        var (count, service) = (JudgeUniverse.RulePeers.Length, JudgeUniverse.Services[Service].Service);
        var peers = string.Join(",", Peers.Select(peer => peer < count ? JudgeUniverse.RulePeers[peer] : $"+{peer - count}"));
        return $"{IsEgress?.ToString() ?? "both"} {service} {peers}{(Groups == CaseSelector.EveryGroup ? "" : $" for {Groups}")}";
    }

    /// <summary>What it names for certain, without the world.</summary>
    public UInt128 Mask(UInt128?[] lists) => Peers.Aggregate(UInt128.Zero, (mask, peer) => mask | MaskOf(peer, lists));

    private static UInt128 MaskOf(int peer, UInt128?[] lists) => (peer - JudgeUniverse.RulePeers.Length) switch
    {
        < 0 => JudgeUniverse.MaskOf(JudgeUniverse.RulePeers[peer], lists),
        0 => JudgeUniverse.Public,
        1 => JudgeUniverse.Private,
        2 => JudgeUniverse.AllGroups,
        3 => JudgeUniverse.Everything,
        <= 8 => 0,
        _ => JudgeUniverse.Public,
    };

    public Pattern ToPattern()
    {
        var (service, peers) = (JudgeUniverse.Services[Service].Service, default(PeerSet));
        foreach (var peer in Peers)
        {
            peers = peers.Union((peer - JudgeUniverse.RulePeers.Length) switch
            {
                < 0 when JudgeUniverse.RulePeers[peer][0] == 'p' => default,
                < 0 => PeersOf(JudgeUniverse.RulePeers[peer]),
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
            Groups = Groups.ToSelector(),
        };
    }

    private static PeerSet PeersOf(string text) =>
        AdmittedTraffic.Of(RuleText.Parse($"ingress any from {text}"), PrefixLists.None).Bands[0].Peers;
}
