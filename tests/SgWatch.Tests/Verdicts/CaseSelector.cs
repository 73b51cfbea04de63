using CsCheck;
using SgWatch.Policies;

namespace SgWatch.Tests.Verdicts;

/// <summary>A selector in a case.</summary>
/// <param name="Conditions">Places in the list of conditions. All of them must hold.</param>
/// <param name="Not">What must not hold. Null for nothing.</param>
/// <param name="AnyOf">Of these one must hold. Empty for no such condition.</param>
internal sealed record CaseSelector(int[] Conditions, CaseSelector? Not, CaseSelector[] AnyOf)
{
    public static readonly CaseSelector EveryGroup = new([], null, []);

    // conditions of a selector, each with whether it holds in plain words; a selector has at most one condition on each part
    private static readonly (string Text, Func<Selector, Selector> Add, Func<CaseGroup, bool> Holds)[] All =
    [
        ("name web", static s => s with { Names = ["web"] }, static g => g.Name == "web"),
        ("name w* or d?", static s => s with { Names = ["w*", "d?"] }, static g => g.Name is "web" or "web-db" or "db"),
        ("name default", static s => s with { Names = ["default"] }, static g => g.Name == "default"),
        ("id sg-0", static s => s with { Ids = ["sg-0"] }, static g => g.Id == "sg-0"),
        ("id sg-1 or sg-2", static s => s with { Ids = ["sg-1", "sg-2"] }, static g => g.Id == "sg-1"),
        ("vpc vpc-1", static s => s with { Vpcs = ["vpc-1"] }, static g => g.Vpc == "vpc-1"),
        ("account 4…", static s => s with { Accounts = ["444455556666"] }, static g => g.Account == "444455556666"),
        ("region eu-west-1 or us-east-1", static s => s with { Regions = ["eu-west-1", "us-east-1"] }, static g => g.Region is not null),
        ("tag tier edge", static s => s with { Tags = [("tier", ["edge"])] }, static g => g.Tier == "edge"),
        ("tag tier *", static s => s with { Tags = [("tier", ["*"])] }, static g => g.Tier is not null),
        (
            "tag team p* or empty, and tier i*",
            static s => s with { Tags = [("team", ["p*", ""]), ("tier", ["i*"])] },
            static g => g is { Team: "pay" or "", Tier: "inner" }),
    ];

    private static readonly Gen<CaseSelector> Flat = Gen.Int[0, All.Length - 1].Array[0, 2]
        .Select(static conditions => new CaseSelector(conditions, null, []));

    /// <summary>Half of them are every group, so that most of a case counts.</summary>
    public static readonly Gen<CaseSelector> Any = Gen.Frequency(
        (4, Gen.Const(EveryGroup)),
        (2, Flat),
        (1, Flat.Select(static not => new CaseSelector([], not, []))),
        (1, Gen.Select(Flat, Flat.Array[1, 2], static (flat, any) => new CaseSelector(flat.Conditions, null, any))));

    /// <summary>Whether it selects the group, in the plainest way. Of two conditions on the same part the later one counts.</summary>
    public bool Selects(CaseGroup group) => Array.TrueForAll(Counted, condition => All[condition].Holds(group))
        && (Not is null || !Not.Selects(group))
        && (AnyOf.Length == 0 || Array.Exists(AnyOf, selector => selector.Selects(group)));

    public Selector ToSelector() =>
        Counted.Aggregate(Selector.EveryGroup, static (selector, condition) => All[condition].Add(selector)) with
        {
            Not = Not?.ToSelector(),
            Any = [.. AnyOf.Select(static selector => selector.ToSelector())],
        };

    public override string ToString() => string.Join(" and ", Counted.Select(static condition => All[condition].Text)
        .Concat(Not is null ? [] : [$"not ({Not})"])
        .Concat(AnyOf.Length == 0 ? [] : [$"any of ({string.Join<CaseSelector>("; ", AnyOf)})"])
        .DefaultIfEmpty("every group"));

    private int[] Counted =>
        [.. Conditions.GroupBy(static condition => All[condition].Text.Split(' ')[0]).Select(static same => same.Last())];
}
