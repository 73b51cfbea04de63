using System.CommandLine;
using SgWatch.Rules;

namespace SgWatch.Cli.Options;

/// <summary>The argument <c>RULE</c>: a rule's id, or its text.</summary>
internal sealed class RuleArgument
{
    /// <summary>The argument itself, for the command.</summary>
    public Argument<string> Argument { get; } = new("RULE")
    {
        Description = "The rule: its id, such as sgr-0123456789abcdef0, or its text, such as \"ingress tcp/22 from 0.0.0.0/0\".",
    };

    public RuleArgument() => Argument.Validators.Add(result =>
    {
        if (result.Tokens is [var token] && !AwsIds.IsRuleId(token.Value) && !RuleText.TryParse(token.Value, out _, out var problem))
        {
            result.AddError($"{problem} A rule's id works too, such as sgr-0123456789abcdef0.");
        }
    });

    /// <summary>The rule's id. Null if the argument is its text.</summary>
    public string? Id(ParseResult parsed) => parsed.GetValue(Argument) is { } text && AwsIds.IsRuleId(text) ? text : null;

    /// <summary>The rule that the argument's text is, without an id. Null if the argument is an id.</summary>
    public SecurityGroupRule? Rule(ParseResult parsed) => RuleText.TryParse(parsed.GetValue(Argument), out var rule, out _) ? rule : null;

    /// <summary>The group's rule with this id or text. A rule that isn't there yet has no id.</summary>
    /// <returns>Null if the argument is an id, and the group has no such rule.</returns>
    public SecurityGroupRule? FindIn(SecurityGroup group, ParseResult parsed) => Id(parsed) is { } id
        ? group.Rules.FirstOrDefault(rule => rule.SecurityGroupRuleId == id)
        : Rule(parsed) is { } named ? group.Rules.FirstOrDefault(named.HasSameTraffic) ?? named : null;
}
