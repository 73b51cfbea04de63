using Amazon.EC2.Model;
using SgWatch.Addresses;
using SgWatch.Aws.Calls;

namespace SgWatch.Aws.Ec2;

/// <summary>Reads the entries of a prefix list as a set of addresses.</summary>
internal static class PrefixListMapping
{
    /// <exception cref="ResponseException">An entry is no CIDR block. Without it the set would look narrower than it is.</exception>
    public static AddressSet Read(string prefixListId, IEnumerable<PrefixListEntry> entries)
    {
        var (ipv4, ipv6) = (new List<CidrIpv4>(), new List<CidrIpv6>());
        foreach (var entry in entries)
        {
            if (CidrIpv4.TryParse(entry.Cidr, out var cidr4))
            {
                ipv4.Add(cidr4);
            }
            else if (CidrIpv6.TryParse(entry.Cidr, out var cidr6))
            {
                ipv6.Add(cidr6);
            }
            else
            {
                throw new ResponseException("UnreadableEntry", $"{prefixListId} has the entry '{entry.Cidr}', which is no CIDR block.");
            }
        }
        return AddressSet.Of(ipv4, ipv6);
    }
}
