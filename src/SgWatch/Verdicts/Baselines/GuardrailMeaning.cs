using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using SgWatch.Policies;
using SgWatch.Traffic;

namespace SgWatch.Verdicts.Baselines;

/// <summary>A guardrail's meaning: what it forbids, allows, requires and selects, and how many addresses are the world.</summary>
/// <remarks>Its name, place, words, severity, action and mode are no part of it.</remarks>
public static class GuardrailMeaning
{
    private const int HashCharacters = 32;

    /// <summary>A hash of the meaning. Two guardrails that are written differently may have different hashes and mean the same.</summary>
    public static string Of(Guardrail guardrail, WorldOpen worldOpen)
    {
        var text = new StringBuilder();
        Append(text, guardrail.Groups);
        Append(text, "forbid", guardrail.Forbid);
        Append(text, "allow", guardrail.Allow);
        Append(text, "require", guardrail.Require);
        if (guardrail.Forbid.Any(pattern => pattern.World))
        {
            text.Append($"world {worldOpen.Ipv4} {worldOpen.Ipv6}\n");
        }
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())))[..HashCharacters];
    }

    private static void Append(StringBuilder text, string use, ImmutableArray<Pattern> patterns)
    {
        foreach (var pattern in patterns)
        {
            text.Append(use).Append(' ').Append(pattern.World).Append(' ');
            text.AppendJoin(',', pattern.PrefixLists.Order(StringComparer.Ordinal)).Append(' ');
            text.AppendJoin(',', pattern.Flows.Intervals.ToArray().Select(flow => $"{flow.First}-{flow.Last}")).Append(' ');
            Append(text, pattern.Peers);
            Append(text, pattern.Groups);
        }
    }

    private static void Append(StringBuilder text, PeerSet peers) => text
        .AppendJoin(',', peers.Addresses.Ipv4.Intervals.ToArray().Select(block => $"{block.First}-{block.Last}")).Append(' ')
        .AppendJoin(',', peers.Addresses.Ipv6.Intervals.ToArray().Select(block => $"{block.First}-{block.Last}")).Append(' ')
        .Append(peers.Groups).Append(' ').Append(peers.PrefixLists).Append('\n');

    private static void Append(StringBuilder text, Selector selector)
    {
        Append(text, "names", selector.Names);
        Append(text, "ids", selector.Ids);
        Append(text, "vpcs", selector.Vpcs);
        Append(text, "accounts", selector.Accounts);
        Append(text, "regions", selector.Regions);
        foreach (var (key, values) in selector.Tags.OrderBy(tag => tag.Key, StringComparer.Ordinal))
        {
            Append(text, $"tag {key.Length} {key}", values);
        }
        if (selector.Not is { } not)
        {
            text.Append("not(\n");
            Append(text, not);
            text.Append(")\n");
        }
        foreach (var any in selector.Any)
        {
            text.Append("any(\n");
            Append(text, any);
            text.Append(")\n");
        }
    }

    // with lengths, so that no value can pass for two
    private static void Append(StringBuilder text, string what, ImmutableArray<string> values) => text.Append(what).Append(' ')
        .AppendJoin(' ', values.Order(StringComparer.Ordinal).Select(value => $"{value.Length} {value}")).Append('\n');
}
