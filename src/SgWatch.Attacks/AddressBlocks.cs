using System.Globalization;
using SgWatch.Addresses;

namespace SgWatch.Attacks;

/// <summary>Cuts a range of addresses into blocks of one size.</summary>
internal static class AddressBlocks
{
    /// <summary>The blocks as CIDR text, in order.</summary>
    /// <param name="range">Such as <c>0.0.0.0/0</c> or <c>2400::/16</c>.</param>
    /// <param name="prefixLength">The prefix length of a block, at most 30 bits longer than the range's.</param>
    /// <param name="skip">The number of blocks to leave out at the beginning.</param>
    /// <param name="take">The most blocks to give.</param>
    public static IEnumerable<string> Of(string range, int prefixLength, int skip, int take)
    {
        var isIpv4 = CidrIpv4.TryParse(range, out var ipv4);
        var ipv6 = isIpv4 ? default : CidrIpv6.Parse(range);
        var count = 1 << (prefixLength - (isIpv4 ? ipv4.PrefixLength : ipv6.PrefixLength));
        for (var i = skip; i < count && i < skip + take; i++)
        {
            yield return isIpv4
                ? Text(Ipv4(ipv4.First + ((uint)i << (32 - prefixLength))), prefixLength)
                : CidrIpv6.Parse(Text(Ipv6(ipv6.First + ((UInt128)i << (128 - prefixLength))), prefixLength)).ToString();
        }
    }

    private static string Text(string address, int prefixLength) =>
        string.Create(CultureInfo.InvariantCulture, $"{address}/{prefixLength}");

    private static string Ipv4(uint address) =>
        string.Create(CultureInfo.InvariantCulture, $"{address >> 24}.{(address >> 16) & 255}.{(address >> 8) & 255}.{address & 255}");

    private static string Ipv6(UInt128 address) => string.Join(':', Enumerable.Range(0, 8)
        .Select(part => ((ushort)(address >> (112 - (part * 16)))).ToString("x", CultureInfo.InvariantCulture)));
}
