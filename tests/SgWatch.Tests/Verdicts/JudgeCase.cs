using System.Collections.Immutable;
using CsCheck;
using SgWatch.Addresses;
using SgWatch.Changes;
using SgWatch.Policies;
using SgWatch.Rules;
using SgWatch.Verdicts;

namespace SgWatch.Tests.Verdicts;

/// <summary>A group, a policy and a cause of the small universe.</summary>
internal sealed record JudgeCase(
    (bool IsEgress, int Service, int Peer)[] RuleParts,
    CaseGuardrail[] Guardrails,
    CasePattern[] Exempted,
    int ListStates,
    int Changes,
    int WorldBits,
    CaseGroup Who)
{
    public static readonly DateTimeOffset Now = new(2026, 8, 1, 12, 0, 0, TimeSpan.Zero);

    public static readonly Gen<JudgeCase> Any = Gen.Select(
        Gen.Select(
            Gen.Int[0, 3],
            Gen.Int[0, JudgeUniverse.Services.Length - 1],
            Gen.Int[0, JudgeUniverse.RulePeers.Length - 1],
            (d, s, p) => (d == 0, s, p)).Array[0, 5],
        CaseGuardrail.Any.Array[1, 3], CasePattern.Any.Array[0, 1], Gen.Int[0, 63], Gen.Int[0, 4095], Gen.Int[0, 5], CaseGroup.Any,
        (rules, guardrails, exempted, lists, changes, world, who) => new JudgeCase(
            [.. rules.Distinct()], guardrails, exempted, lists, changes, world, who));

    /// <summary>The entries of the two prefix lists. Null for a list that can't be read.</summary>
    public UInt128?[] Lists => [.. Entries.Select(entries => entries is null ? null : (UInt128?)MaskOf(entries))];

    public PrefixLists PrefixLists => new(JudgeUniverse.ListIds.Zip(Entries)
        .Where(list => list.Second is not null)
        .ToImmutableDictionary(list => list.First, list => AddressesOf(list.Second!)))
    {
        NotFound = [.. JudgeUniverse.ListIds.Zip(Entries)
            .Where(list => AreListsGone && list.Second is null)
            .Select(list => list.First)],
    };

    /// <summary>Whether the lists without entries aren't there. Otherwise they may not be read.</summary>
    public bool AreListsGone => WorldBits >= 3;

    public WorldOpen WorldOpen => new(28 + (WorldBits % 3), 125 + (WorldBits % 3));

    public SecurityGroup Group => Who.With(RuleParts.Select((rule, i) => new SecurityGroupRule(
        $"sgr-{i}", rule.IsEgress, JudgeUniverse.Services[rule.Service].Service, PeerOf(JudgeUniverse.RulePeers[rule.Peer]))));

    public bool IsNew(int rule) => (Changes & 3) switch { 0 => false, 1 => true, _ => (Changes >> (4 + rule) & 1) != 0 };

    public bool IsAttachment => (Changes & 12) == 12;

    public bool IsSweep => (Changes & 12) == 8;

    /// <summary>0: nobody knows who. 1: the pipeline. 2: the pipeline and somebody else. 3: somebody else.</summary>
    public int Actors => Changes >> 10 & 3;

    public InspectionCause InspectionCause => new(((Changes & 3) switch
    {
        0 => ChangedRules.None,
        1 => ChangedRules.All,
        _ => ChangedRules.Of(RuleParts.Select((_, i) => i).Where(IsNew).Select(i => $"sgr-{i}"), []),
    }).By(Makers.Select(actor => new Origin("X") { Actor = actor })), IsAttachment)
    {
        IsSweep = IsSweep,
    };

    private IEnumerable<Actor?> Makers => Actors switch
    {
        0 => [null],
        1 => [new() { Arn = "arn:aws:iam::111122223333:user/ci", SessionIssuerArn = "arn:aws:iam::111122223333:role/pipeline" }],
        2 => [new() { Arn = "arn:aws:iam::111122223333:role/pipeline" }, new() { Arn = "arn:aws:iam::111122223333:user/eve" }],
        _ => [new()],
    };

    public Policy Policy => new("test", "")
    {
        WorldOpen = WorldOpen,
        Guardrails = [.. Guardrails.Select((guardrail, i) => guardrail.ToGuardrail($"g{i}"))],
        Exemptions =
        [
            new("for the test", new(2026, 8, 1)) { Allow = [.. Exempted.Select(p => p.ToPattern())] },
            new("void", new(2026, 7, 31)) { Allow = [Pattern.Any] },
            new("of another group", new(2027, 1, 1)) { Allow = [Pattern.Any], Groups = new() { Ids = ["sg-9"] } },
        ],
    };

    /// <summary>What the judge is given.</summary>
    public Case Given => new(Policy, Group, PrefixLists, InspectionCause, Now);

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
        _ => ["10.0.0.3/32", "64:ff9b::808:800/124"],
    };

    private static UInt128 MaskOf(string[] cidrs) => cidrs.Aggregate(UInt128.Zero, (mask, cidr) => mask | JudgeUniverse.Block(cidr));

    private static AddressSet AddressesOf(string[] cidrs) => AddressSet.Of(
        cidrs.Where(cidr => !cidr.Contains(':')).Select(CidrIpv4.Parse),
        cidrs.Where(cidr => cidr.Contains(':')).Select(CidrIpv6.Parse));

    private static Peer PeerOf(string text) => Peer.TryParse(text, out var peer) ? peer : throw new InvalidOperationException(text);

    /// <summary>The case, for the message of a failed law.</summary>
    public override string ToString()
    {
        var verdict = Judged();
        var rules = Group.Rules.Select((rule, i) => $"{(IsNew(i) ? "new " : "")}{rule.SecurityGroupRuleId} {rule}");
        var lists = PrefixLists.Entries.Select(list => $"{list.Key} {string.Join(',', list.Value.ToCidrs())}");
        var findings = verdict.Findings.Select(f => $"  {f.Guardrail.Name} {f.Kind} {f.Rule} {f.Action}: {f.Why}: {f.Violates}");
        return string.Join('\n', (string[])
        [
            Who.ToString(),
            $"rules: {string.Join("; ", rules)}",
            $"lists: {string.Join("; ", lists)} not found: {string.Join(", ", PrefixLists.NotFound)}",
            $"guardrails: {string.Join<CaseGuardrail>("\n  ", Guardrails)}",
            $"exempted: {string.Join<CasePattern>("; ", Exempted)}",
            $"{InspectionCause} actors {Actors} world {WorldOpen}",
            .. findings,
            $"  revoke {string.Join("; ", verdict.Plan.Revoke)}",
            $"  authorize {string.Join("; ", verdict.Plan.Authorize)}",
        ]);
    }

    public Verdict Judged() => SgWatch.Verdicts.Judge.Decide(Given);
}
