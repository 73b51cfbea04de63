using System.Collections.Immutable;
using SgWatch.Rules;

namespace SgWatch.Policies.Reading;

/// <summary>Reads the section <c>guardrails</c>.</summary>
internal static class GuardrailReader
{
    private const int MaxNarrowLimit = 1000; // EC2's highest quota of rules for the groups of one interface (Amazon VPC quotas)

    private static readonly string[] Keys =
    [
        "name", "description", "severity", "groups", "forbid", "allow", "require", "action", "judge", "mode", "unless-changed-by",
        "narrow-limit",
    ];

    public static ImmutableArray<Guardrail> ReadAll(PolicyNode? section, PolicyContext context)
    {
        var guardrails = ImmutableArray.CreateBuilder<Guardrail>();
        var lines = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var item in Sections.Entries(section, "guardrails", context.Problems))
        {
            if (Fields.Of(item, "a guardrail", context.Problems, Keys) is { } fields)
            {
                var guardrail = Read(fields, context);
                guardrails.Add(guardrail);
                if (guardrail.Name.Length > 0 && !lines.TryAdd(guardrail.Name, item.Line))
                {
                    context.Problems.Add(PolicyCode.DuplicateName, fields["name"]!,
                        $"the guardrail on line {lines[guardrail.Name]} has the name '{guardrail.Name}' too; expected each name once");
                }
            }
        }
        return guardrails.ToImmutable();
    }

    private static Guardrail Read(Fields fields, PolicyContext context)
    {
        var problems = context.Problems;
        var guardrail = new Guardrail(Name(fields.Required("name", "name: admin-ports-closed"), problems))
        {
            Description = Values.Sentence(fields["description"], "a sentence", problems),
            Severity = Values.Word<Severity>(fields["severity"], problems) ?? Severity.High,
            Groups = SelectorReader.Read(fields["groups"], problems),
            Forbid = PatternReader.Read(fields["forbid"], PatternUse.Forbid, context),
            Allow = PatternReader.Read(fields["allow"], PatternUse.Allow, context),
            Require = PatternReader.Read(fields["require"], PatternUse.Require, context),
            Action = Values.Word<GuardrailAction>(fields["action"], problems) ?? GuardrailAction.Revoke,
            Judge = Values.Word<JudgeScope>(fields["judge"], problems) ?? JudgeScope.Changes,
            Mode = Values.Word<PolicyMode>(fields["mode"], problems),
            UnlessChangedBy = Principals(fields["unless-changed-by"], problems),
            NarrowLimit = Values.Number(fields["narrow-limit"], 1, MaxNarrowLimit, problems) ?? Guardrail.DefaultNarrowLimit,
            Line = fields.Node.Line,
        };
        RefuseContradictions(fields, guardrail, problems);
        return guardrail;
    }

    private static void RefuseContradictions(Fields fields, Guardrail guardrail, ProblemList problems)
    {
        if (fields["forbid"] is null && fields["require"] is null)
        {
            problems.Add(PolicyCode.MissingKey, fields.Node, "expected forbid or require in a guardrail, such as forbid: any");
        }
        if (fields["allow"] is { } allow && fields["forbid"] is null)
        {
            problems.Add(PolicyCode.Contradiction, allow, "'allow' makes exceptions from 'forbid', and this guardrail has no 'forbid'");
        }
        if (fields["unless-changed-by"] is { } unless && guardrail.Judge == JudgeScope.State)
        {
            problems.Add(PolicyCode.Contradiction, unless,
                "'unless-changed-by' goes with judge: changes; judge: state acts on every rule, no matter who changed it");
        }
        if (fields["narrow-limit"] is { } limit && guardrail.Action != GuardrailAction.Narrow)
        {
            problems.Add(PolicyCode.Contradiction, limit, "'narrow-limit' goes with action: narrow");
        }
    }

    private static string Name(PolicyNode? node, ProblemList problems)
    {
        var text = (node as PolicyNode.Scalar)?.Text ?? "";
        if (node is not null && !Values.IsName(text))
        {
            problems.Expected(PolicyCode.BadName, node, Values.NameForm);
            return "";
        }
        if (text is "all" or "none")
        {
            problems.Add(PolicyCode.ReservedName, node!,
                $"'{text}' has a meaning of its own in tests; expected another name for this guardrail");
        }
        return text;
    }

    private static ImmutableArray<string> Principals(PolicyNode? node, ProblemList problems)
    {
        const string What = "a principal's ARN, in which * is any text without a /, such as \"arn:aws:iam::111122223333:role/deploy-*\", "
            + "or an AWS service's host such as elasticmapreduce.amazonaws.com";
        var texts = Values.Texts(node, What, problems);
        foreach (var (item, text) in texts)
        {
            if (!text.StartsWith("arn:", StringComparison.Ordinal) && !text.StartsWith('*') && !AwsIds.IsServiceHost(text))
            {
                problems.Expected(PolicyCode.BadSelector, item, What);
            }
        }
        return [.. texts.Select(text => text.Text)];
    }
}
