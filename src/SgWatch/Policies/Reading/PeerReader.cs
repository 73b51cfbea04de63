using SgWatch.Addresses;
using SgWatch.Rules;
using SgWatch.Traffic;

namespace SgWatch.Policies.Reading;

/// <summary>Reads the peers of a pattern: the value of <c>from</c> or <c>to</c>.</summary>
internal sealed class PeerReader(PolicyContext context, PatternUse use)
{
    private const string Form =
        "any, a CIDR block, an address, a name from networks, world, internet, private, groups, { group: sg-… } or { prefix-list: pl-… }";

    private static readonly PeerSet EveryGroup = new(default, NameSet.Everything, default);

    private readonly List<string> _prefixLists = [];
    private readonly List<PeerSet> _peers = [];
    private bool _world;

    /// <summary>Reads a pattern that has no flows yet.</summary>
    /// <param name="node">The peers. Null means any peer.</param>
    public Pattern Read(PolicyNode? node)
    {
        if (node is null)
        {
            _peers.Add(PeerSet.Everything);
        }
        foreach (var item in Values.Items(node, Form, context.Problems))
        {
            if (item is PolicyNode.Map)
            {
                ReadReference(item);
            }
            else if (Values.Text(item, Form, context.Problems) is { } text)
            {
                ReadText(item, text);
            }
        }
        return new Pattern(default, Pairwise.Combine(_peers, static (a, b) => a.Union(b)), _world)
        {
            PrefixLists = [.. _prefixLists.Distinct(StringComparer.Ordinal)],
        };
    }

    private void ReadText(PolicyNode item, string text)
    {
        if (use == PatternUse.Require && text is "any" or "world" or "internet" or "groups")
        {
            context.Problems.Add(PolicyCode.CannotBeRequired, item,
                $"'{text}' can't be required, because no rules can express it; "
                + "expected CIDR blocks, networks, { group: sg-… } or { prefix-list: pl-… }");
        }
        else if (context.Networks.TryGet(text, out var addresses) || AddressReader.TryRead(text, out addresses))
        {
            _peers.Add(PeerSet.Of(addresses));
        }
        else if (text == "any")
        {
            _peers.Add(PeerSet.Everything);
        }
        else if (text == "groups")
        {
            _peers.Add(EveryGroup);
        }
        else if (text == "world" && use == PatternUse.Allow)
        {
            _peers.Add(PeerSet.Of(AddressSet.Everything));
        }
        else if (text == "world")
        {
            _world = true;
        }
        else
        {
            var mistake = AddressReader.Mistake(text, item, context.Networks.Names, context.Problems, "any", "world", "groups");
            context.Problems.Add(PolicyCode.UnknownPeer, item, mistake);
        }
    }

    private void ReadReference(PolicyNode item)
    {
        if (Fields.Of(item, "a peer", context.Problems, "group", "prefix-list") is not { } fields)
        {
            return;
        }
        var (group, list) = (fields["group"], fields["prefix-list"]);
        if (((PolicyNode.Map)item).Entries.Count != 1)
        {
            context.Problems.Expected(PolicyCode.WrongKind, item, "either { group: sg-… } or { prefix-list: pl-… }");
        }
        foreach (var (node, text) in Values.Texts(group, IdForms.Group, context.Problems))
        {
            if (Id<Peer.Group>(node, text, IdForms.Group))
            {
                _peers.Add(new(default, NameSet.Of(text), default));
            }
        }
        foreach (var (node, text) in Values.Texts(list, IdForms.PrefixList, context.Problems))
        {
            if (Id<Peer.PrefixList>(node, text, IdForms.PrefixList))
            {
                _prefixLists.Add(text);
            }
        }
    }

    private bool Id<T>(PolicyNode node, string text, string what)
        where T : Peer
    {
        if (Peer.TryParse(text, out var peer) && peer is T)
        {
            return true;
        }
        context.Problems.Expected(PolicyCode.UnknownPeer, node, what);
        return false;
    }
}
