using System.Text.Json;
using SgWatch.Addresses;
using SgWatch.Rules;
using SgWatch.Text;
using SgWatch.Verdicts;

namespace SgWatch.Guard.Remembering;

/// <summary>A rule, and what it admitted, as members of a JSON object: its id and text, and a number for its list's addresses.</summary>
/// <remarks>
/// The addresses of each list are written once in a group's JSON. A list counts with all its entries towards EC2's quota of rules in a
/// group, so they can't be many. Descriptions and tags aren't remembered.
/// </remarks>
internal static class ContentJson
{
    private const string Lists = "lists";
    private const string List = "list";

    public static void WriteRule(Utf8JsonWriter json, SecurityGroupRule rule)
    {
        json.WriteOptional("id", rule.SecurityGroupRuleId);
        if (rule.Peer is Peer.Unknown(var text)) // rule text can't say it
        {
            json.WriteString("rule", RuleText.Format(rule with { Peer = new Peer.Group("sg-unknown") }));
            json.WriteString("unknownPeer", text);
            return;
        }
        json.WriteString("rule", RuleText.Format(rule));
        json.WriteOptional("peerOwner", (rule.Peer as Peer.Group)?.UserId);
    }

    public static SecurityGroupRule ReadRule(JsonElement json)
    {
        var rule = RuleText.Parse(json.Required("rule"));
        return rule with
        {
            SecurityGroupRuleId = json.Optional("id"),
            Peer = json.Optional("unknownPeer") is { } unknown ? new Peer.Unknown(unknown)
                : rule.Peer is Peer.Group group ? group with { UserId = json.Optional("peerOwner") }
                : rule.Peer,
        };
    }

    private static void WriteAddresses(Utf8JsonWriter json, AddressSet addresses) => json.WriteStrings(addresses.ToCidrs());

    private static AddressSet ReadAddresses(JsonElement json)
    {
        var (ipv4, ipv6) = (new List<CidrIpv4>(), new List<CidrIpv6>());
        foreach (var text in json.EnumerateArray().Select(JsonMembers.Text))
        {
            if (CidrIpv4.TryParse(text, out var block))
            {
                ipv4.Add(block);
            }
            else
            {
                ipv6.Add(CidrIpv6.Parse(text));
            }
        }
        return AddressSet.Of(ipv4, ipv6);
    }

    /// <summary>Writes the contents of one group's JSON.</summary>
    internal sealed class Writer
    {
        private readonly OrderedDictionary<AddressSet, int> _lists = [];

        public void Write(Utf8JsonWriter json, RememberedContent content)
        {
            WriteRule(json, content.Rule);
            if (content.ListAddresses is not { } addresses)
            {
                return;
            }
            _lists.TryAdd(addresses, _lists.Count);
            json.WriteNumber(List, _lists[addresses]);
        }

        /// <summary>Writes the lists' addresses, or nothing if there are none.</summary>
        public void WriteLists(Utf8JsonWriter json)
        {
            if (_lists.Count > 0)
            {
                json.WriteArray(Lists, _lists.Keys, WriteAddresses);
            }
        }
    }

    /// <summary>Reads the contents of one group's JSON.</summary>
    internal sealed class Reader(JsonElement group)
    {
        private readonly List<AddressSet> _lists = [.. group.Items(Lists).Select(ReadAddresses)];

        public RememberedContent Read(JsonElement json)
        {
            var rule = ReadRule(json);
            if (rule.SecurityGroupRuleId is null)
            {
                throw new FormatException("A remembered rule has no id.");
            }
            return new(rule, json.Has(List) ? _lists[json.GetProperty(List).GetInt32()] : null);
        }
    }
}
