using SgWatch.Addresses;

namespace SgWatch.Policies.Reading;

/// <summary>Reads addresses: CIDR blocks, single addresses, and the names for sets of them.</summary>
internal static class AddressReader
{
    public const string Form = "a CIDR block such as 10.0.0.0/8, an address, private, internet or a name from networks";

    private static readonly string[] Reserved = ["any", "all", "none", "world", "internet", "private", "groups"];

    private static readonly string[] Words = ["internet", "private"];

    /// <summary>The section <c>networks</c>.</summary>
    public static NamedSets<AddressSet> ReadSection(PolicyNode? section, ProblemList problems) => NamedSets<AddressSet>.Read(
        section, "network", name => Reserved.Contains(name), (item, names) => ReadItem(item, names.Names, problems), (a, b) => a.Union(b), problems);

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

    /// <summary>What is wrong with text that is no peer.</summary>
    public static string Mistake(string text, PolicyNode node, IEnumerable<string> names, ProblemList problems, params string[] words) =>
        text.AsSpan().ContainsAny(',', ' ') ? $"expected one peer where {node.Description} stands; write several as a list, such as [10.0.0.0/8, 192.168.0.0/16]"
        : text.StartsWith("sg-", StringComparison.Ordinal) ? $"expected {{ group: {Excerpt.Of(text)} }} where {node.Description} stands"
        : text.StartsWith("pl-", StringComparison.Ordinal) ? $"expected {{ prefix-list: {Excerpt.Of(text)} }} where {node.Description} stands"
        : text.AsSpan().ContainsAny('/', '.', ':') ? $"{node.Description} is no CIDR block and no address; expected such as 10.0.0.0/8, 192.0.2.7 or 2001:db8::/32 (octets 0-255 without leading zeros)"
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
            problems.Add(PolicyCode.PeerNotHere, item, $"'{text}' is no set of addresses; expected {Form}");
        }
        else
        {
            problems.Add(PolicyCode.UnknownPeer, item, Mistake(text, item, names, problems));
        }
        return null;
    }
}
