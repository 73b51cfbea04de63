using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using CsCheck;
using SgWatch.Rules;
using SgWatch.Tests.Addresses;

namespace SgWatch.Tests.Rules;

public sealed partial class RuleTextTests
{
    private static readonly Gen<string> AnyId = Gen.Char["0123456789abcdef"].Array[1, 17].Select(c => new string(c));

    internal static readonly Gen<Peer> AnyPeer = Gen.OneOf(
        CidrIpv4Tests.AnyCidr.Select(c => (Peer)new Peer.Ipv4(c)),
        CidrIpv6Tests.AnyCidr.Select(c => (Peer)new Peer.Ipv6(c)),
        AnyId.Select(id => (Peer)new Peer.Group($"sg-{id}")),
        AnyId.Select(id => (Peer)new Peer.PrefixList($"pl-{id}")));

    internal static readonly Gen<SecurityGroupRule> AnyRule = Gen.Select(Gen.Bool, ServiceTests.AnyService, AnyPeer,
        (isEgress, service, peer) => new SecurityGroupRule(null, isEgress, service, peer));

    // a rule's text with up to four characters put in, taken out or changed
    private static readonly Gen<string> AlmostRuleText = Gen.Select(
        AnyRule, Gen.Select(Gen.Int[0, 40], Gen.Int[0, 2], Gen.Char["0123456789abcdef:./- \tgspltcmuyx%[]\n\u00A0\u0661"]).Array[0, 4])
        .Select((rule, edits) =>
        {
            var text = rule.ToString();
            foreach (var (at, kind, character) in edits)
            {
                var i = Math.Min(at, text.Length - 1);
                text = kind switch
                {
                    0 => text.Insert(i, character.ToString()),
                    1 when text.Length > 1 => text.Remove(i, 1),
                    _ => text[..i] + character + text[(i + 1)..],
                };
            }
            return text;
        });

    [Theory]
    [InlineData("ingress tcp/22 from 0.0.0.0/0")]
    [InlineData("egress any to ::/0")]
    [InlineData("ingress tcp/1024-65535 from sg-0123")]
    [InlineData("ingress udp/53 from pl-0123")]
    [InlineData("ingress icmp/8 from 10.0.0.0/8")]
    [InlineData("ingress icmp/3/4 from 198.51.100.0/24")]
    public void The_notation(string text) => Assert.Equal(text, RuleText.Format(RuleText.Parse(text)));

    [Theory]
    [InlineData("  ingress   tcp/22\tfrom 203.0.113.7 ", "ingress tcp/22 from 203.0.113.7/32")]
    [InlineData("egress -1 to 10.9.9.9/8", "egress any to 10.0.0.0/8")]
    public void Other_spellings_read_as_the_same_rule(string text, string canonical) =>
        Assert.Equal(canonical, RuleText.Parse(text).ToString());

    [Theory]
    [InlineData("", "Rule '': expected four words, such as: ingress tcp/22 from 0.0.0.0/0.")]
    [InlineData(
        "ingress tcp/22 0.0.0.0/0",
        "Rule 'ingress tcp/22 0.0.0.0/0': expected four words, such as: ingress tcp/22 from 0.0.0.0/0.")]
    [InlineData(
        "ingress tcp/22 from 0.0.0.0/0 now",
        "Rule 'ingress tcp/22 from 0.0.0.0/0 now': expected four words, such as: ingress tcp/22 from 0.0.0.0/0.")]
    [InlineData("ingres tcp/22 from ::/0", "Rule 'ingres tcp/22 from ::/0': expected 'ingress' or 'egress', but found 'ingres'.")]
    [InlineData("Ingress tcp/22 from ::/0", "Rule 'Ingress tcp/22 from ::/0': expected 'ingress' or 'egress', but found 'Ingress'.")]
    [InlineData(
        "ingress tcp/22 to ::/0",
        "Rule 'ingress tcp/22 to ::/0': expected 'from', but found 'to', because ingress comes from a source.")]
    [InlineData(
        "egress tcp/22 from ::/0",
        "Rule 'egress tcp/22 from ::/0': expected 'to', but found 'from', because egress goes to a destination.")]
    [InlineData(
        "ingress ssh from ::/0",
        "Rule 'ingress ssh from ::/0': expected any, PROTO, PROTO/PORT, PROTO/PORT-PORT, icmp/TYPE or icmp/TYPE/CODE, but found 'ssh'.")]
    [InlineData(
        "ingress tcp/22 from office",
        "Rule 'ingress tcp/22 from office': expected a CIDR block, an address, sg-… or pl-…, but found 'office'.")]
    public void A_mistake_is_named(string text, string message)
    {
        Assert.False(RuleText.TryParse(text, out var rule, out var problem));
        Assert.Null(rule);
        Assert.Equal(message, problem);
        Assert.Equal(message, Assert.Throws<FormatException>(() => RuleText.Parse(text)).Message);
    }

    [Fact]
    public void Null_is_a_mistake_like_any_other() => Assert.False(RuleText.TryParse(null, out _, out _));

    [Fact]
    public void A_mistake_quotes_no_more_than_a_line()
    {
        Assert.False(RuleText.TryParse("ingress\r\ntcp/22\u2028 from " + new string('x', 1_000_000), out _, out var problem));
        Assert.True(problem.Length < 400);
        Assert.DoesNotContain(problem, c => char.IsControl(c) || c == '\u2028');
    }

    [Fact]
    public void Every_rule_reads_back() => AnyRule.Holds(rule => RuleText.Parse(RuleText.Format(rule)) == rule);

    [Fact] // the model: regular expressions and .NET's own address reader
    public void Text_is_read_exactly_if_a_plain_grammar_knows_it() => AlmostRuleText.Holds(text =>
        RuleText.TryParse(text, out var rule, out var problem) == Knows(text)
        && (rule is null) == (problem is not null)
        && (rule is null || RuleText.Parse(rule.ToString()) == rule));

    [Fact]
    public void Reading_never_throws() =>
        Gen.OneOf(Gen.String, AlmostRuleText, Gen.String.Array[4, 4].Select(words => string.Join(' ', words))).Holds(text =>
    {
        _ = RuleText.TryParse(text, out _, out var problem);
        _ = Peer.TryParse(text, out _) | Service.TryParse(text, out _) | IpProtocol.TryParse(text, out _);
        return problem is null || !problem.Any(char.IsControl);
    });

    private static bool Knows(string text) => Grammar().Match(text) is { Success: true } match
        && IsService(match.Groups["service"].Value) && IsPeer(match.Groups["peer"].Value);

    private static bool IsService(string text)
    {
        var match = ServiceGrammar().Match(text);
        int Number(string group) => match.Groups[group].Success ? int.Parse(match.Groups[group].Value, null) : 0;
        return (match.Success && Number("a") <= 65535 && Number("b") <= 65535 && (!match.Groups["b"].Success || Number("a") <= Number("b"))
            && Number("type") <= 255 && Number("code") <= 255) || IpProtocol.TryParse(text, out _); // names have their own test
    }

    private static bool IsPeer(string text)
    {
        if (IdGrammar().IsMatch(text))
        {
            return true;
        }
        var parts = text.Split('/');
        if (parts.Length > 2 || !parts[0].All(c => char.IsAsciiHexDigit(c) || c is ':' or '.')
            || !IPAddress.TryParse(parts[0], out var address))
        {
            return false;
        }
        var ipv6 = address.AddressFamily == AddressFamily.InterNetworkV6;
        var tail = parts[0][(parts[0].LastIndexOf(':') + 1)..];
        return (ipv6 ? !tail.Contains('.', StringComparison.Ordinal) || IsIpv4(tail) : IsIpv4(tail))
            && (parts.Length == 1 || (NumberGrammar().IsMatch(parts[1]) && int.Parse(parts[1], null) <= (ipv6 ? 128 : 32)));
    }

    private static bool IsIpv4(string text) => IPAddress.TryParse(text, out var address) && address.ToString() == text;

    [GeneratedRegex(
        @"\A[ \t]*(ingress[ \t]+(?<service>[^ \t]+)[ \t]+from|egress[ \t]+(?<service>[^ \t]+)[ \t]+to)[ \t]+(?<peer>[^ \t]+)[ \t]*\z")]
    private static partial Regex Grammar();

    [GeneratedRegex(
        @"\A((tcp|udp|6|17)/(?<a>0|[1-9][0-9]{0,4})(-(?<b>0|[1-9][0-9]{0,4}))?"
        + @"|(icmp|icmpv6|1|58)/(?<type>0|[1-9][0-9]{0,2})(/(?<code>0|[1-9][0-9]{0,2}))?)\z")]
    private static partial Regex ServiceGrammar();

    [GeneratedRegex(@"\A(sg|pl)-[-_a-zA-Z0-9]+\z")]
    private static partial Regex IdGrammar();

    [GeneratedRegex(@"\A(0|[1-9][0-9]{0,2})\z")]
    private static partial Regex NumberGrammar();
}
