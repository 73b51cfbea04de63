using System.Diagnostics.CodeAnalysis;
using SgWatch.Addresses;

namespace SgWatch.Rules;

/// <summary>The one notation for a rule, in every place where people read or write one.</summary>
/// <remarks><c>ingress SERVICE from PEER</c> or <c>egress SERVICE to PEER</c>; see <see cref="Service"/> and <see cref="Peer"/>.</remarks>
public static class RuleText
{
    /// <summary>Writes a rule; its id and description are not part of the text.</summary>
    public static string Format(SecurityGroupRule rule) => rule.IsEgress
        ? string.Concat("egress ", rule.Service.ToString(), " to ", rule.Peer.ToString())
        : string.Concat("ingress ", rule.Service.ToString(), " from ", rule.Peer.ToString());

    /// <summary>Reads a rule; words are separated by spaces or tabs.</summary>
    /// <exception cref="FormatException">The text is no rule; the message says what was expected.</exception>
    public static SecurityGroupRule Parse(string text) =>
        TryParse(text, out var rule, out var problem) ? rule : throw new FormatException(problem);

    /// <summary>Like <see cref="Parse"/>, but false, and what was expected, where that would throw.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out SecurityGroupRule? rule, [NotNullWhen(false)] out string? problem)
    {
        rule = null;
        var words = (text ?? "").Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
        Service service = default;
        Peer? peer = null;
        problem = words switch
        {
            { Length: not 4 } => "four words, such as: ingress tcp/22 from 0.0.0.0/0",
            [not ("ingress" or "egress"), ..] => $"'ingress' or 'egress' where '{Excerpt.Of(words[0])}' stands",
            ["ingress", _, not "from", _] => $"'from' where '{Excerpt.Of(words[2])}' stands, for ingress comes from a source",
            ["egress", _, not "to", _] => $"'to' where '{Excerpt.Of(words[2])}' stands, for egress goes to a destination",
            _ when !Service.TryParse(words[1], out service) =>
                $"any, PROTO, PROTO/PORT, PROTO/PORT-PORT, icmp/TYPE or icmp/TYPE/CODE where '{Excerpt.Of(words[1])}' stands",
            _ when !Peer.TryParse(words[3], out peer) => $"a CIDR block, an address, sg-… or pl-… where '{Excerpt.Of(words[3])}' stands",
            _ => null,
        };
        if (problem is not null)
        {
            problem = $"Rule '{Excerpt.Of(text)}': expected {problem}.";
            return false;
        }
        rule = new(null, words[0] == "egress", service, peer!);
        return true;
    }
}
