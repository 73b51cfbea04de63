using System.Collections.Immutable;
using SgWatch.Addresses;
using SgWatch.Lab.Api;

namespace SgWatch.Lab.Ec2;

/// <summary>Reads what a request says of a prefix list, or refuses as EC2 does.</summary>
/// <remarks>
/// Source: Amazon VPC user guide, Amazon VPC quotas, Customer-managed prefix lists; EC2 API Reference, ModifyManagedPrefixList.
/// </remarks>
internal static class PrefixListReader
{
    private const int MaxEntries = 1000;
    private const int MaxEntriesPerCall = 100;

    /// <summary>The entries after a change: first some go, then others come; all or none.</summary>
    public static ImmutableSortedDictionary<string, string?> Change(
        ImmutableSortedDictionary<string, string?> entries, bool isIpv6, int max, QueryNode added, QueryNode? removed)
    {
        var (add, remove) = (added.Items.ToList(), removed?.Items.ToList() ?? []);
        if (add.Count > MaxEntriesPerCall || remove.Count > MaxEntriesPerCall)
        {
            throw AwsErrorException.Invalid($"At most {MaxEntriesPerCall} entries can be added or removed in one call.");
        }
        foreach (var entry in remove)
        {
            var cidr = ReadCidr(entry, isIpv6);
            var left = entries.Remove(cidr);
            entries = left.Count < entries.Count ? left : throw AwsErrorException.Invalid($"The prefix list has no entry {cidr}.");
        }
        foreach (var entry in add)
        {
            entries = entries.SetItem(ReadCidr(entry, isIpv6), Texts.Check(entry["Description"].Value, "entry description"));
        }
        return entries.Count <= max ? entries : throw new AwsErrorException(
            "PrefixListMaxEntriesExceeded", "You've reached the maximum number of entries for the prefix list.");
    }

    private static string ReadCidr(QueryNode entry, bool isIpv6) => Cidr(Lookup.Required(entry, "Cidr"), isIpv6);

    /// <summary>A canonical CIDR block of the list's address family.</summary>
    public static string Cidr(string text, bool isIpv6) =>
        !isIpv6 && CidrIpv4.TryParse(text, out var ipv4) ? ipv4.ToString()
            : isIpv6 && CidrIpv6.TryParse(text, out var ipv6) ? ipv6.ToString()
            : throw AwsErrorException.Invalid($"Invalid CIDR {text} for the address family of the prefix list.");

    public static int? MaxEntriesOf(QueryNode parameters) => parameters["MaxEntries"].Number switch
    {
        null => null,
        >= 1 and <= MaxEntries and var number => (int)number,
        var number => throw AwsErrorException.Invalid(
            $"Value ({number}) for parameter maxEntries is invalid. Expecting 1 to {MaxEntries}."),
    };

    public static string Name(string name) => name.Length <= 255 && !name.StartsWith("com.amazonaws", StringComparison.Ordinal)
        ? name
        : throw AwsErrorException.Invalid("A prefix list's name has at most 255 characters and doesn't start with com.amazonaws.");
}
