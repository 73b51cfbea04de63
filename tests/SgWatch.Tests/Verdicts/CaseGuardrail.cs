using CsCheck;
using SgWatch.Policies;

namespace SgWatch.Tests.Verdicts;

/// <summary>A guardrail in a case.</summary>
internal sealed record CaseGuardrail(
    CasePattern[] Forbid,
    CasePattern[] Allow,
    CasePattern[] Require,
    GuardrailAction Action,
    JudgeScope Judge,
    bool IsObserved,
    int NarrowLimit,
    bool UnlessPipeline,
    CaseSelector Groups)
{
    public static readonly Gen<CaseGuardrail> Any = Gen.Select(
        CasePattern.Any.Array[1, 2],
        CasePattern.Any.Array[0, 2],
        Gen.OneOf(Gen.Const<CasePattern[]>([]), Gen.Const<CasePattern[]>([]), CasePattern.Required.Array[1, 1]),
        Gen.Int[0, 5],
        Gen.Int[0, 31],
        Gen.Int[1, 40],
        CaseSelector.Any,
        (forbid, allow, require, action, flags, limit, groups) => new CaseGuardrail(forbid, allow, require,
            action switch { < 2 => GuardrailAction.Revoke, < 5 => GuardrailAction.Narrow, _ => GuardrailAction.Alert },
            (flags & 1) == 0 ? JudgeScope.Changes : JudgeScope.State, (flags & 14) == 0, limit, (flags & 16) == 0, groups));

    public override string ToString() =>
        $"{Action} {Judge}{(IsObserved ? " observe" : "")}{(UnlessPipeline ? " unless pipeline" : "")} for {Groups} limit {NarrowLimit} "
        + $"forbid [{string.Join<CasePattern>("; ", Forbid)}] allow [{string.Join<CasePattern>("; ", Allow)}] "
        + $"require [{string.Join<CasePattern>("; ", Require)}]";

    public Guardrail ToGuardrail(string name) => new(name)
    {
        Groups = Groups.ToSelector(),
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
