using System.Collections.Immutable;
using SgWatch.Lab.Api;

namespace SgWatch.Lab.Ec2;

/// <summary>The calls about managed prefix lists.</summary>
/// <remarks>
/// Source: Amazon VPC user guide, Managed prefix lists; EC2 API Reference, ModifyManagedPrefixList. A change is complete when it is
/// answered, unless <see cref="Ec2Settings.PrefixListDelay"/> says otherwise.
/// </remarks>
internal static class PrefixListActions
{
    private const int MaxPage = 100;

    private static readonly Filters<PrefixList> Filters = new(
        new Dictionary<string, Func<PrefixList, IEnumerable<string>>>
        {
            ["prefix-list-id"] = static list => [list.PrefixListId],
            ["prefix-list-name"] = static list => [list.Name],
            ["owner-id"] = static list => [list.OwnerId],
        },
        static (region, list) => region.TagsOf(list.PrefixListId));

    public static Element Create(RegionState region, QueryNode parameters)
    {
        var isIpv6 = Lookup.Required(parameters, "AddressFamily") switch
        {
            "IPv4" => false,
            "IPv6" => true,
            var family => throw AwsErrorException.Invalid($"Value ({family}) for parameter addressFamily is invalid."),
        };
        var max = PrefixListReader.MaxEntriesOf(parameters) ?? throw AwsErrorException.Missing("MaxEntries");
        var entries = PrefixListReader.Change(
            ImmutableSortedDictionary.Create<string, string?>(StringComparer.Ordinal), isIpv6, max, parameters["Entry"], null);
        var name = PrefixListReader.Name(Lookup.Required(parameters, "PrefixListName"));
        var list = new PrefixList(
            region.Ids.Resource("pl-"), region.AccountId, name, isIpv6, max, "create-complete", [entries]);
        var tags = TagReader.FromSpecification(parameters, "prefix-list");
        if (!tags.IsEmpty)
        {
            region.Tags[list.PrefixListId] = tags;
        }
        return Save(region, list);
    }

    public static Element Modify(RegionState region, QueryNode parameters)
    {
        var list = Current(region, parameters);
        var changesEntries = !parameters["AddEntry"].IsEmpty || !parameters["RemoveEntry"].IsEmpty;
        var max = PrefixListReader.MaxEntriesOf(parameters);
        if (changesEntries && list.IsSynced)
        {
            throw new AwsErrorException("UnsupportedOperation", $"IPAM writes the entries of the prefix list '{list.PrefixListId}'.");
        }
        if (changesEntries && max is not null)
        {
            throw new AwsErrorException(
                "InvalidParameterCombination", "You cannot modify the entries and the maximum number of entries at the same time.");
        }
        if (changesEntries && parameters["CurrentVersion"].IsEmpty)
        {
            throw AwsErrorException.Missing("CurrentVersion");
        }
        if (max < list.Entries.Count)
        {
            throw AwsErrorException.Invalid("The maximum number of entries is below the number of entries.");
        }
        var changed = list with { MaxEntries = max ?? list.MaxEntries, State = "modify-complete" };
        if (parameters["PrefixListName"].Value is { Length: > 0 } name)
        {
            changed = changed with { Name = PrefixListReader.Name(name) };
        }
        if (!parameters["IpamPrefixListResolverSyncEnabled"].IsEmpty)
        {
            changed = changed with { IsSyncOff = !parameters["IpamPrefixListResolverSyncEnabled"].IsTrue };
        }
        return Save(region, !changesEntries ? changed : changed with
        {
            Versions = list.Versions.Add(
                PrefixListReader.Change(list.Entries, list.IsIpv6, list.MaxEntries, parameters["AddEntry"], parameters["RemoveEntry"])),
        });
    }

    /// <summary>Makes the entries of an earlier version a new version.</summary>
    public static Element Restore(RegionState region, QueryNode parameters)
    {
        Lookup.Required(parameters, "CurrentVersion");
        Lookup.Required(parameters, "PreviousVersion");
        var list = Current(region, parameters);
        if (list.IsSynced)
        {
            throw new AwsErrorException("UnsupportedOperation", $"IPAM writes the entries of the prefix list '{list.PrefixListId}'.");
        }
        var entries = VersionOf(list, parameters["PreviousVersion"].Number);
        return Save(region, list with { Versions = list.Versions.Add(entries), State = "restore-complete" });
    }

    public static Element Delete(RegionState region, QueryNode parameters)
    {
        var list = Lookup.PrefixList(region, Lookup.Required(parameters, "PrefixListId"));
        if (region.GroupsUsing(list.PrefixListId).Any())
        {
            throw new AwsErrorException("DependencyViolation", $"The prefix list '{list.PrefixListId}' is in use.");
        }
        var answer = Ec2Xml.PrefixList(region, "prefixList", list with { State = "delete-complete" });
        region.PrefixLists.Remove(list.PrefixListId);
        region.Tags.Remove(list.PrefixListId);
        return new("") { answer };
    }

    public static Element Describe(RegionState region, QueryNode parameters)
    {
        var ids = parameters["PrefixListId"].Texts;
        var lists = ids.Count > 0
            ? ids.Distinct().Select(id => Lookup.PrefixList(region, id)).ToList()
            : region.PrefixLists.Values.AsEnumerable();
        var (page, next) = Paging.Page(
            Filters.Apply(region, lists.Select(region.Seen), parameters), static list => list.PrefixListId, region, parameters, 1, MaxPage);
        return new Element("") {
            Element.List("prefixListSet", page.Select(list => Ec2Xml.PrefixList(region, "item", list))), { "nextToken", next } };
    }

    public static Element GetEntries(RegionState region, QueryNode parameters)
    {
        var list = region.Seen(Lookup.PrefixList(region, Lookup.Required(parameters, "PrefixListId")));
        var entries = VersionOf(list, parameters["TargetVersion"].Number ?? list.Version);
        var (page, next) = Paging.Page(entries, static entry => entry.Key, region, parameters, 1, MaxPage);
        return new Element("")
        {
            Element.List("entrySet",
                page.Select(static entry => new Element("item") { { "cidr", entry.Key }, { "description", entry.Value } })),
            { "nextToken", next },
        };
    }

    public static Element GetAssociations(RegionState region, QueryNode parameters)
    {
        var list = Lookup.PrefixList(region, Lookup.Required(parameters, "PrefixListId"));
        var (page, next) = Paging.Page(region.GroupsUsing(list.PrefixListId), static group => group.GroupId, region, parameters, 5, 255);
        return new Element("")
        {
            Element.List("prefixListAssociationSet", page.Select(static group =>
                new Element("item") { { "resourceId", group.GroupId }, { "resourceOwner", group.OwnerId } })),
            { "nextToken", next },
        };
    }

    /// <summary>Saves a list. It stays as it was if a group that uses it would be over its quota.</summary>
    public static Element Save(RegionState region, PrefixList list)
    {
        var before = region.PrefixLists.GetValueOrDefault(list.PrefixListId);
        list = list with
        {
            Before = before is null ? null : before with { Before = null },
            SettledAt = region.Now + region.Settings.PrefixListDelay,
        };
        region.PrefixLists[list.PrefixListId] = list;
        try
        {
            foreach (var group in region.GroupsUsing(list.PrefixListId))
            {
                RuleChecks.CheckQuota(region, group.Rules);
            }
        }
        catch (AwsErrorException) when (before is not null)
        {
            region.PrefixLists[list.PrefixListId] = before;
            throw;
        }
        return new("") { Ec2Xml.PrefixList(region, "prefixList", region.Seen(list)) };
    }

    private static PrefixList Current(RegionState region, QueryNode parameters)
    {
        var list = Lookup.PrefixList(region, Lookup.Required(parameters, "PrefixListId"));
        if (list.IsInProgress(region.Now))
        {
            throw new AwsErrorException("IncorrectState",
                $"The request cannot be completed while the prefix list ({list.PrefixListId}) is in the current state "
                    + $"({region.Seen(list).State})");
        }
        return parameters["CurrentVersion"].Number is not { } version || version == list.Version
            ? list
            : throw new AwsErrorException("PrefixListVersionMismatch", "The prefix list has the incorrect version number.");
    }

    private static ImmutableSortedDictionary<string, string?> VersionOf(PrefixList list, long? version) =>
        version >= 1 && version <= list.Version
            ? list.Versions[(int)version - 1]
            : throw AwsErrorException.Invalid($"The prefix list '{list.PrefixListId}' has no version {version}.");
}
