using System.Diagnostics.CodeAnalysis;
using SgWatch.Text;

namespace SgWatch.Rules;

/// <summary>The notation for a rule, wherever people read or write one.</summary>
/// <remarks><c>ingress SERVICE from PEER</c> or <c>egress SERVICE to PEER</c>. See <see cref="Service"/> and <see cref="Peer"/>.</remarks>
public static class RuleText
{
    /// <summary>Writes a rule. Its id, description and tags aren't part of the text.</summary>
    public static string Format(SecurityGroupRule rule) => rule.IsEgress
        ? string.Concat("egress ", rule.Service.ToString(), " to ", rule.Peer.ToString())
        : string.Concat("ingress ", rule.Service.ToString(), " from ", rule.Peer.ToString());

    /// <summary>Reads a rule. Words are separated by spaces or tabs.</summary>
    /// <exception cref="FormatException">The text isn't a rule. The message says what was expected.</exception>
    public static SecurityGroupRule Parse(string text) =>
        TryParse(text, out var rule, out var problem) ? rule : throw new FormatException(problem);

    /// <summary>Reads a rule like <see cref="Parse"/>. False if the text isn't one.</summary>
    /// <param name="text">The text.</param>
    /// <param name="rule">The rule, without an id.</param>
    /// <param name="problem">If the text isn't a rule: what was expected, and what was found.</param>
    public static bool TryParse(
        [NotNullWhen(true)] string? text, [NotNullWhen(true)] out SecurityGroupRule? rule, [NotNullWhen(false)] out string? problem)
    {
        rule = null;
        var words = (text ?? "").Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
        Service service = default;
        Peer? peer = null;
        problem = words switch
        {
            { Length: not 4 } => "four words, such as: ingress tcp/22 from 0.0.0.0/0",
            [not ("ingress" or "egress"), ..] => $"'ingress' or 'egress', but found '{SafeText.Excerpt(words[0])}'",
            ["ingress", _, not "from", _] => $"'from', but found '{SafeText.Excerpt(words[2])}', because ingress comes from a source",
            ["egress", _, not "to", _] => $"'to', but found '{SafeText.Excerpt(words[2])}', because egress goes to a destination",
            _ when !Service.TryParse(words[1], out service) =>
                $"any, PROTO, PROTO/PORT, PROTO/PORT-PORT, icmp/TYPE or icmp/TYPE/CODE, but found '{SafeText.Excerpt(words[1])}'",
            _ when !Peer.TryParse(words[3], out peer) =>
                $"a CIDR block, an address, sg-… or pl-…, but found '{SafeText.Excerpt(words[3])}'",
            _ => null,
        };
        if (problem is not null)
        {
            problem = $"Rule '{SafeText.Excerpt(text)}': expected {problem}.";
            return false;
        }
        rule = new(null, words[0] == "egress", service, peer!);
        return true;
    }
}
