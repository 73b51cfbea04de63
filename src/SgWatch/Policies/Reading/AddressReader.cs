using SgWatch.Addresses;
using SgWatch.Text;

namespace SgWatch.Policies.Reading;

/// <summary>Reads addresses: CIDR blocks, single addresses, and the names for sets of them.</summary>
internal static class AddressReader
{
    public const string Form = "a CIDR block such as 10.0.0.0/8, an address, private, internet or a name from networks";

    private static readonly string[] Reserved = ["any", "all", "none", "world", "internet", "private", "groups"];

    private static readonly string[] Words = ["internet", "private"];

    /// <summary>Reads the section <c>networks</c>.</summary>
    public static NamedSets<AddressSet> ReadSection(PolicyNode? section, ProblemList problems)
    {
        var reader = new NamedSetReader<AddressSet>(
            "network", name => Reserved.Contains(name), (item, names) => ReadItem(item, names, problems), (a, b) => a.Union(b), problems);
        return reader.Read(section);
    }

    /// <summary>Reads a block, an address, <c>private</c> or <c>internet</c>.</summary>
    public static bool TryRead(string text, out AddressSet addresses)
    {
        AddressSet? read = text switch
        {
            "internet" => SpecialPurposeRegistry.Public,
            "private" => SpecialPurposeRegistry.Private,
            _ when CidrIpv4.TryParse(text, out var cidr) => AddressSet.Of(cidr),
            _ when CidrIpv6.TryParse(text, out var cidr) => AddressSet.Of(cidr),
            _ when CidrIpv4.TryParseAddress(text, out var address) => AddressSet.Of(new CidrIpv4(address, 32)),
            _ when CidrIpv6.TryParseAddress(text, out var address) => AddressSet.Of(new CidrIpv6(address, 128)),
            _ => null,
        };
        addresses = read ?? default;
        return read is not null;
    }

    /// <summary>The message about text that isn't a peer.</summary>
    /// <param name="text">The text.</param>
    /// <param name="node">The value that it is from.</param>
    /// <param name="names">The names of networks, of which the nearest is suggested.</param>
    /// <param name="problems">The mistakes so far.</param>
    /// <param name="words">Further words that may be suggested.</param>
    public static string Mistake(string text, PolicyNode node, IEnumerable<string> names, ProblemList problems, params string[] words) =>
        text.AsSpan().ContainsAny(',', ' ')
            ? $"expected one peer, but found {node.Description}; write several as a list, such as [10.0.0.0/8, 192.168.0.0/16]"
        : text.StartsWith("sg-", StringComparison.Ordinal)
            ? $"expected {{ group: {SafeText.Excerpt(text)} }}, but found {node.Description}"
        : text.StartsWith("pl-", StringComparison.Ordinal)
            ? $"expected {{ prefix-list: {SafeText.Excerpt(text)} }}, but found {node.Description}"
        : text.AsSpan().ContainsAny('/', '.', ':')
            ? $"{node.Description} is neither a CIDR block nor an address; expected something like 10.0.0.0/8, 192.0.2.7 or 2001:db8::/32 "
                + "(octets 0-255 without leading zeros)"
        : $"unknown network {node.Description}{problems.Suggest(text, names.Concat(Words).Concat(words))}";

    private static AddressSet? ReadItem(PolicyNode item, IEnumerable<string> names, ProblemList problems)
    {
        if (Values.Text(item, Form, problems) is not { } text)
        {
            return null;
        }
        if (TryRead(text, out var addresses))
        {
            return addresses;
        }
        if (text is "any" or "world" or "groups")
        {
            problems.Add(PolicyCode.PeerNotHere, item, $"'{text}' isn't a set of addresses; expected {Form}");
        }
        else
        {
            problems.Add(PolicyCode.UnknownPeer, item, Mistake(text, item, names, problems));
        }
        return null;
    }
}
