using System.Collections.Immutable;
using SgWatch.Policies;
using SgWatch.Policies.Reading;

namespace SgWatch.Simulation.Plain;

/// <summary>A policy of the simulation: the file that the guard reads, and the same in the simulation's own words.</summary>
internal sealed class PlainPolicy
{
    /// <summary>What the guardrail for tcp/22 forbids besides, once it means more.</summary>
    public const string Wider = "admin, wider";

    private const string AdminForbids = "{ ingress: tcp/22, from: internet }";
    private const string WiderForbids = "{ ingress: tcp/5432, from: internet }";
    private static readonly Dictionary<PolicyVariant, PlainPolicy> Known = [];

    private PlainPolicy(PolicyVariant variant, Policy policy, ImmutableArray<PlainGuardrail> guardrails) =>
        (Variant, Policy, Guardrails) = (variant, policy, guardrails);

    public PolicyVariant Variant { get; }

    public Policy Policy { get; }

    public ImmutableArray<PlainGuardrail> Guardrails { get; }

    public bool HasPipeline => !Variant.HasFlag(PolicyVariant.NoPipeline);

    public static PlainPolicy Of(PolicyVariant variant)
    {
        lock (Known)
        {
            if (!Known.TryGetValue(variant, out var policy))
            {
                Known.Add(variant, policy = Read(variant));
            }
            return policy;
        }
    }

    private static PlainPolicy Read(PolicyVariant variant)
    {
        var guardrails = ImmutableArray.CreateBuilder<PlainGuardrail>();
        var text = $"version: 1\nlimits: {{ changes-per-hour: {(variant.HasFlag(PolicyVariant.SmallBudget) ? 200 : 500)} }}\n";
        var unless = variant.HasFlag(PolicyVariant.NoPipeline) ? "['arn:aws:iam::111122223333:role/nobody']" : $"['{People.PipelineRole}']";
        text += $$"""
            guardrails:
              - name: no-world
                unless-changed-by: {{unless}}
                forbid: [{ ingress: any, from: world }]
                allow: [{ ingress: tcp/443, from: any, groups: { tags: { tier: edge } } }]
              - name: closed
                judge: state
                groups: { name: state-1 }
                forbid: [{ ingress: tcp/5432, from: any }]

            """;
        guardrails.Add(new("no-world", PlainSet.Of("any", "0.0.0.0/0"), 0)
        {
            AllowEdge = PlainSet.Of("tcp/443", "0.0.0.0/0"),
            IsWorld = true,
        });
        guardrails.Add(new("closed", PlainSet.Of("tcp/5432", "0.0.0.0/0"), 0) { IsState = true, Group = "state-1" });
        if (!variant.HasFlag(PolicyVariant.NoAdmin))
        {
            text += $"""
                  - name: {(variant.HasFlag(PolicyVariant.AdminRenamed) ? "no-ssh" : "admin")}
                    unless-changed-by: {unless}
                    severity: {(variant.HasFlag(PolicyVariant.AdminCritical) ? "critical" : "high")}
                    mode: {(variant.HasFlag(PolicyVariant.AdminObserves) ? "observe" : "enforce")}
                    forbid: [{(variant.HasFlag(PolicyVariant.AdminWider) ? AdminForbids + ", " + WiderForbids : AdminForbids)}]
                    allow: [{"{ ingress: tcp/22, from: 52.1.2.0/24 }"}]

                """;
            guardrails.Add(new("admin", PlainSet.Of("tcp/22", "0.0.0.0/0"), PlainSet.Of("tcp/22", "52.1.2.0/24", "10.0.0.0/8"))
            {
                IsObserving = variant.HasFlag(PolicyVariant.AdminObserves),
            });
            if (variant.HasFlag(PolicyVariant.AdminWider))
            {
                // one guardrail of the guard, two of the simulation: what the former meaning forbade was never permitted
                guardrails.Add(new(Wider, PlainSet.Of("tcp/5432", "0.0.0.0/0"), PlainSet.Of("tcp/5432", "10.0.0.0/8")));
            }
        }
        if (variant.HasFlag(PolicyVariant.Web))
        {
            text += $$"""
                  - name: web
                    unless-changed-by: {{unless}}
                    forbid: [{ ingress: tcp/8080, from: internet }]

                """;
            guardrails.Add(new("web", PlainSet.Of("tcp/8080", "0.0.0.0/0"), PlainSet.Of("tcp/8080", "10.0.0.0/8")));
        }
        if (variant.HasFlag(PolicyVariant.Exempt))
        {
            text += """
                exemptions:
                  - reason: a vendor's migration
                    until: 2026-08-02
                    groups: { name: web-2 }
                    allow: [{ ingress: tcp/22, from: 8.0.0.0/9 }]

                """;
        }
        return PolicyReader.Read($"policy-{(int)variant}", text) is PolicyReadResult.Accepted(var policy)
            ? new(variant, policy, guardrails.ToImmutable())
            : throw new InvalidOperationException($"The simulation's policy {variant} has a mistake:\n{text}");
    }
}
