using SgWatch.Policies;
using SgWatch.Policies.Reading;
using SgWatch.Rules;
using SgWatch.Tests.Traffic;
using SgWatch.Traffic;

namespace SgWatch.Tests.Policies.Reading;

/// <summary>Reads policies without mistakes.</summary>
internal static class PolicyTexts
{
    public static TrafficSet TrafficOf(string rule) => TrafficSetTests.Of(RuleText.Parse(rule));

    public static Guardrail Guardrail(string body, string sections = "mode: enforce") =>
        Read($"version: 1\n{sections}\nguardrails:\n  - name: g\n    {body}\n").Guardrails[0];

    public static Policy Read(string text) => PolicyReader.Read("f", text) switch
    {
        PolicyReadResult.Accepted(var policy) => policy,
        PolicyReadResult.Rejected(var problems) => throw new InvalidOperationException(string.Join('\n', problems)),
        _ => throw new NotSupportedException(),
    };
}
