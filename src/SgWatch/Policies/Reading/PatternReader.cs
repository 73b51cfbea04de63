using System.Collections.Immutable;
using System.Globalization;
using SgWatch.Addresses;
using SgWatch.Traffic;

namespace SgWatch.Policies.Reading;

/// <summary>Reads <c>forbid</c>, <c>allow</c> and <c>require</c>.</summary>
internal static class PatternReader
{
    /// <summary>The most rules that one required entry may take.</summary>
    /// <remarks>It is EC2's default quota for a group's rules in one direction and family. Source: Amazon VPC quotas.</remarks>
    private const int MaxRequiredRules = 60;

    private const string Form = "any, or a list of entries such as { ingress: tcp/22, from: 10.0.0.0/8 }";

    /// <summary>The entries. None if <paramref name="node"/> is null.</summary>
    public static ImmutableArray<Pattern> Read(PolicyNode? node, PatternUse use, PolicyContext context)
    {
        var patterns = ImmutableArray.CreateBuilder<Pattern>();
        foreach (var item in Values.Items(node, Form, context.Problems))
        {
            if (item is PolicyNode.Scalar { Text: "any" })
            {
                patterns.Add(Pattern.Any);
                if (use == PatternUse.Require)
                {
                    context.Problems.Add(PolicyCode.CannotBeRequired, item,
                        "'any' can't be required, because no rules can express it; "
                        + "expected entries such as { ingress: tcp/443, from: 10.0.0.0/8 }");
                }
            }
            else if (item is not PolicyNode.Map)
            {
                context.Problems.Expected(PolicyCode.WrongKind, item, Form);
            }
            else if (Entry(item, use, context) is { } pattern)
            {
                patterns.Add(pattern);
            }
        }
        return patterns.ToImmutable();
    }

    private static Pattern? Entry(PolicyNode node, PatternUse use, PolicyContext context)
    {
        var problems = context.Problems;
        var fields = Fields.Of(node, "an entry", problems, "ingress", "egress", "from", "to", "groups")!;
        var (ingress, egress) = (fields["ingress"], fields["egress"]);
        if (ingress is null == egress is null)
        {
            problems.Add(PolicyCode.Direction, node, ingress is null
                ? "expected ingress or egress in an entry, such as { ingress: tcp/22, from: 10.0.0.0/8 }"
                : "expected ingress or egress in an entry, but found both; write two entries");
        }
        Refuse(fields["to"], egress is null && ingress is not null, "'to' goes with egress; expected 'from' with ingress", problems);
        Refuse(fields["from"], ingress is null && egress is not null, "'from' goes with ingress; expected 'to' with egress", problems);
        var peers = fields["from"] ?? fields["to"];
        if (peers is null && use == PatternUse.Require)
        {
            problems.Add(PolicyCode.CannotBeRequired, node,
                "without 'from' or 'to' an entry means any peer, which no rules can express; expected 'from' or 'to'");
        }
        var pattern = new PeerReader(context, use).Read(peers) with { Groups = SelectorReader.Read(fields["groups"], problems) };
        if (ingress is null && egress is null)
        {
            return null;
        }
        pattern = pattern with { Flows = Flows(ServiceReader.Read((ingress ?? egress)!, context), egress is not null) };
        if (use == PatternUse.Require && peers is not null && RuleCover.Of(pattern.ToTraffic(), MaxRequiredRules) is RuleCover.TooMany)
        {
            problems.Add(PolicyCode.CannotBeRequired, node, string.Create(CultureInfo.InvariantCulture,
                $"this takes more than {MaxRequiredRules} rules, EC2's quota for a group; expected fewer or wider CIDR blocks"));
        }
        return pattern;
    }

    private static void Refuse(PolicyNode? node, bool isWrong, string message, ProblemList problems)
    {
        if (node is not null && isWrong)
        {
            problems.Add(PolicyCode.Direction, node, message);
        }
    }

    private static IntervalSet<uint> Flows(IntervalSet<uint> services, bool isEgress)
    {
        var flows = new List<Interval<uint>>(services.Intervals.Length);
        foreach (var interval in services.Intervals)
        {
            flows.Add(new(FlowSpace.Point(isEgress, interval.First), FlowSpace.Point(isEgress, interval.Last)));
        }
        return IntervalSet<uint>.Of(flows);
    }
}
