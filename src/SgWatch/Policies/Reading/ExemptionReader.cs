using System.Collections.Immutable;
using System.Globalization;

namespace SgWatch.Policies.Reading;

/// <summary>Reads the section <c>exemptions</c>.</summary>
internal static class ExemptionReader
{
    public static ImmutableArray<Exemption> ReadAll(PolicyNode? section, PolicyContext context) =>
    [
        .. Sections.Entries(section, "exemptions", context.Problems)
            .Select(item => Fields.Of(item, "an exemption", context.Problems, "reason", "until", "groups", "allow"))
            .OfType<Fields>()
            .Select(fields => Read(fields, context)),
    ];

    private static Exemption Read(Fields fields, PolicyContext context)
    {
        var problems = context.Problems;
        var reason = Values.Sentence(fields.Required("reason", "reason: vendor migration, SEC-1234"), "the reason, in words", problems);
        return new(reason ?? "", Until(fields.Required("until", "until: 2026-12-31"), problems))
        {
            Groups = SelectorReader.Read(fields["groups"], problems),
            Allow = PatternReader.Read(
                fields.Required("allow", "allow: [{ ingress: tcp/8443, from: 198.51.100.7/32 }]"), PatternUse.Allow, context),
            Line = fields.Node.Line,
        };
    }

    private static DateOnly Until(PolicyNode? node, ProblemList problems)
    {
        var text = (node as PolicyNode.Scalar)?.Text;
        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
        {
            return day;
        }
        if (node is not null)
        {
            problems.Expected(PolicyCode.BadDate, node, "the last day on which it is in force (UTC), such as 2026-12-31");
        }
        return default;
    }
}
