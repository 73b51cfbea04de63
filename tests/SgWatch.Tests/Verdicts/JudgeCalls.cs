using System.Collections.Immutable;
using SgWatch.Addresses;
using SgWatch.Changes;
using SgWatch.Policies;
using SgWatch.Policies.Reading;
using SgWatch.Rules;
using SgWatch.Verdicts;

namespace SgWatch.Tests.Verdicts;

/// <summary>Judges groups in tests by a policy in YAML.</summary>
internal static class JudgeCalls
{
    public static readonly DateTimeOffset Noon = new(2026, 8, 1, 12, 0, 0, TimeSpan.Zero);

    /// <summary>A policy, all but its version.</summary>
    public static Policy Policy(string text) => PolicyReader.Read("test", $"version: 1\n{text}") switch
    {
        PolicyReadResult.Accepted(var policy) => policy,
        PolicyReadResult.Rejected(var problems) => throw new FormatException($"{string.Join('\n', problems)}\n{text}"),
        var result => throw new System.Diagnostics.UnreachableException($"no case for {result.GetType().Name}"),
    };

    /// <summary>A policy of some guardrails.</summary>
    public static Policy Guarded(params Guardrail[] guardrails) => new("test", "") { Guardrails = [.. guardrails] };

    /// <summary>A pattern of one service, such as <c>tcp/22</c>, and one peer, such as <c>10.0.0.0/8</c>.</summary>
    public static Pattern On(string service, string peer, bool isEgress = false)
    {
        var rule = RuleText.Parse(isEgress ? $"egress {service} to {peer}" : $"ingress {service} from {peer}");
        var band = AdmittedTraffic.Of(rule, PrefixLists.None).Bands[0];
        return new(IntervalSet<uint>.Of(band.First, band.Last), band.Peers, World: false);
    }

    /// <summary>Judges a group by a policy in YAML, all but its version, at <see cref="Noon"/>.</summary>
    public static Verdict Decide(string policy, SecurityGroup group, InspectionCause cause, PrefixLists? lists = null) =>
        Decide(Policy(policy), group, cause, lists);

    /// <summary>Judges a group by the built-in policy at <see cref="Noon"/>.</summary>
    public static Verdict Decide(SecurityGroup group, InspectionCause cause, PrefixLists? lists = null) =>
        Decide(BuiltInPolicy.Instance, group, cause, lists);

    /// <summary>Judges a group, at <see cref="Noon"/> unless another time is given.</summary>
    public static Verdict Decide(
        Policy policy, SecurityGroup group, InspectionCause cause, PrefixLists? lists = null, DateTimeOffset? now = null) =>
        Judge.Decide(new(policy, group, lists ?? PrefixLists.None, cause, now ?? Noon));

    /// <summary>A cause for which the rules of these ids are new.</summary>
    public static InspectionCause Changed(params string[] ruleIds) => new(ChangedRules.Of(ruleIds, []));

    public static PrefixLists Lists(string id, params string[] cidrs) =>
        new(ImmutableDictionary<string, AddressSet>.Empty.Add(id, AddressSet.Of(
        cidrs.Where(cidr => !cidr.Contains(':')).Select(CidrIpv4.Parse), cidrs.Where(cidr => cidr.Contains(':')).Select(CidrIpv6.Parse))));

    /// <summary>The ids of the rules that a plan revokes.</summary>
    public static IEnumerable<string?> Revoked(this Verdict verdict) => verdict.Plan.Revoke.Select(rule => rule.SecurityGroupRuleId);

    /// <summary>The texts of the rules that a plan authorizes.</summary>
    public static IEnumerable<string> Authorized(this Verdict verdict) => verdict.Plan.Authorize.Select(rule => rule.ToString());

    /// <summary>The findings, each in a few words, such as <c>no-world sgr-1 Revoke</c>.</summary>
    public static IEnumerable<string> Summaries(this Verdict verdict) =>
        verdict.Findings.Select(
            finding => $"{finding.Guardrail.Name} {finding.Rule?.SecurityGroupRuleId ?? finding.Kind.ToString()} {finding.Action}");
}
