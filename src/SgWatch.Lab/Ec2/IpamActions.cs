using System.Collections.Immutable;
using SgWatch.Lab.Api;

namespace SgWatch.Lab.Ec2;

/// <summary>The calls by which IPAM rewrites prefix lists: nobody calls ModifyManagedPrefixList then.</summary>
/// <remarks>
/// Source: EC2 API Reference, CreateIpamPrefixListResolver and the calls beside it; Amazon VPC IPAM user guide, Automate prefix list
/// updates with IPAM. The lab's rules are of the type <c>static-cidr</c> alone, and a list follows at once.
/// </remarks>
internal static class IpamActions
{
    public static Element CreateResolver(RegionState region, QueryNode parameters)
    {
        var isIpv6 = Lookup.Required(parameters, "AddressFamily") switch
        {
            "ipv4" => false,
            "ipv6" => true,
            var family => throw AwsErrorException.Invalid($"Value ({family}) for parameter addressFamily is invalid."),
        };
        var resolver = new IpamResolver(
            region.Ids.Resource("ipam-pl-resolver-"), Lookup.Required(parameters, "IpamId"), isIpv6, [Entries(parameters, isIpv6)]);
        region.IpamResolvers.Add(resolver.ResolverId, resolver);
        return new("") { Xml(region, resolver, "create-complete") };
    }

    /// <summary>Replaces the rules. Every list that follows the latest version is rewritten.</summary>
    public static Element ModifyResolver(RegionState region, QueryNode parameters)
    {
        var old = Resolver(region, parameters);
        var resolver = old with { Versions = old.Versions.Add(Entries(parameters, old.IsIpv6)) };
        region.IpamResolvers[resolver.ResolverId] = resolver;
        foreach (var target in region.IpamTargets.Values.Where(target => target.ResolverId == resolver.ResolverId))
        {
            Synchronize(region, target);
        }
        return new("") { Xml(region, resolver, "modify-complete") };
    }

    public static Element CreateTarget(RegionState region, QueryNode parameters)
    {
        var resolver = Resolver(region, parameters);
        var listRegion = Lookup.Required(parameters, "PrefixListRegion");
        if (!Regions.Names.Contains(listRegion))
        {
            throw AwsErrorException.Invalid($"Value ({listRegion}) for parameter prefixListRegion is invalid.");
        }
        var lists = region.Beside(listRegion);
        var list = Lookup.PrefixList(lists, Lookup.Required(parameters, "PrefixListId"));
        if (list.IsIpv6 != resolver.IsIpv6 || list.TargetId is not null)
        {
            throw AwsErrorException.Invalid($"The prefix list '{list.PrefixListId}' can't follow '{resolver.ResolverId}'.");
        }
        var target = new IpamTarget(
            region.Ids.Resource("ipam-pl-resolver-target-"), resolver.ResolverId, list.PrefixListId, listRegion,
            Version(resolver, parameters));
        region.IpamTargets.Add(target.TargetId, target);
        lists.PrefixLists[list.PrefixListId] = list with { TargetId = target.TargetId };
        return new("") { Xml(region, target, Synchronize(region, target)) };
    }

    public static Element ModifyTarget(RegionState region, QueryNode parameters)
    {
        var id = Lookup.Required(parameters, "IpamPrefixListResolverTargetId");
        var old = region.IpamTargets.GetValueOrDefault(id)
            ?? throw new AwsErrorException("InvalidIpamPrefixListResolverTargetId.NotFound", $"There is no target '{id}'.");
        var target = old with { DesiredVersion = Version(region.IpamResolvers[old.ResolverId], parameters) };
        region.IpamTargets[id] = target;
        return new("") { Xml(region, target, Synchronize(region, target)) };
    }

    // the target's state afterwards
    private static string Synchronize(RegionState region, IpamTarget target)
    {
        var lists = region.Beside(target.PrefixListRegion);
        var versions = region.IpamResolvers[target.ResolverId].Versions;
        var entries = versions[(target.DesiredVersion ?? versions.Length) - 1];
        var list = lists.PrefixLists.GetValueOrDefault(target.PrefixListId);
        if (list is not { IsSynced: true } || entries.Count > list.MaxEntries)
        {
            return "sync-failed";
        }
        if (!entries.SequenceEqual(list.Entries))
        {
            PrefixListActions.Save(lists, list with { Versions = list.Versions.Add(entries), State = "modify-complete" });
        }
        return "sync-complete";
    }

    private static ImmutableSortedDictionary<string, string?> Entries(QueryNode parameters, bool isIpv6)
    {
        var entries = ImmutableSortedDictionary.CreateBuilder<string, string?>(StringComparer.Ordinal);
        foreach (var rule in parameters["Rule"].Items)
        {
            if (Lookup.Required(rule, "RuleType") is not "static-cidr" and var type)
            {
                throw new AwsErrorException("UnsupportedOperation", $"The lab's IPAM has rules of the type static-cidr alone, not {type}.");
            }
            entries[PrefixListReader.Cidr(Lookup.Required(rule, "StaticCidr"), isIpv6)] = null;
        }
        return entries.ToImmutable();
    }

    private static int? Version(IpamResolver resolver, QueryNode parameters) =>
        (parameters["TrackLatestVersion"].IsTrue, parameters["DesiredVersion"].Number) switch
        {
            (true, null) or (false, null) => null,
            (false, { } version) when version >= 1 && version <= resolver.Versions.Length => (int)version,
            (true, _) => throw new AwsErrorException(
                "InvalidParameterCombination", "A target follows the latest version or a desired version, not both."),
            var (_, version) => throw AwsErrorException.Invalid($"The resolver '{resolver.ResolverId}' has no version {version}."),
        };

    private static IpamResolver Resolver(RegionState region, QueryNode parameters)
    {
        var id = Lookup.Required(parameters, "IpamPrefixListResolverId");
        return region.IpamResolvers.GetValueOrDefault(id)
            ?? throw new AwsErrorException("InvalidIpamPrefixListResolverId.NotFound", $"There is no resolver '{id}'.");
    }

    private static Element Xml(RegionState region, IpamResolver resolver, string state) => new("ipamPrefixListResolver")
    {
        { "ownerId", region.AccountId },
        { "ipamPrefixListResolverId", resolver.ResolverId },
        { "ipamArn", $"arn:aws:ec2::{region.AccountId}:ipam/{resolver.IpamId}" },
        { "ipamRegion", region.Region },
        { "addressFamily", resolver.IsIpv6 ? "ipv6" : "ipv4" },
        { "state", state },
    };

    private static Element Xml(RegionState region, IpamTarget target, string state) => new("ipamPrefixListResolverTarget")
    {
        { "ipamPrefixListResolverTargetId", target.TargetId },
        { "ipamPrefixListResolverId", target.ResolverId },
        { "ownerId", region.AccountId },
        { "prefixListId", target.PrefixListId },
        { "prefixListRegion", target.PrefixListRegion },
        { "desiredVersion", target.DesiredVersion },
        { "trackLatestVersion", target.DesiredVersion is null },
        { "state", state },
    };
}
