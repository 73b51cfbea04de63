using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Numerics;
using SgWatch.Text;

namespace SgWatch.Addresses;

/// <summary>An IPv4 range in canonical CIDR form, such as <c>10.0.0.0/8</c>.</summary>
/// <remarks>
/// Shape: a network address of 32 bits whose host bits are zero, and a prefix length of 0 to 32 bits.
/// Default: 0.0.0.0/32, the narrowest range, never 0.0.0.0/0.
/// Source: EC2 API Reference, SecurityGroupRuleRequest: EC2 stores 100.68.0.18/18 as 100.68.0.0/18.
/// </remarks>
public readonly record struct CidrIpv4
{
    private const int MaxTextLength = 18; // 255.255.255.255/32

    private readonly byte _hostBits; // stored instead of the prefix length, so that default is the narrowest range

    /// <summary>The range with a prefix of <paramref name="prefixLength"/> bits that holds an address.</summary>
    /// <param name="address">The address. Its host bits are cleared.</param>
    /// <param name="prefixLength">How many leading bits are fixed: 0 to 32.</param>
    /// <exception cref="ArgumentOutOfRangeException">The prefix length is not 0-32.</exception>
    public CidrIpv4(uint address, int prefixLength)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(prefixLength);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(prefixLength, 32);
        _hostBits = (byte)(32 - prefixLength);
        First = address & ~HostMask;
    }

    /// <summary>The lowest address. Its first octet is the highest byte.</summary>
    public uint First { get; }

    /// <summary>The highest address, itself in the range.</summary>
    public uint Last => First | HostMask;

    /// <summary>How many leading bits are fixed: 0 to 32.</summary>
    public int PrefixLength => 32 - _hostBits;

    private uint HostMask => (uint)((1UL << _hostBits) - 1);

    /// <summary>Whether every address of <paramref name="other"/> is in this range.</summary>
    public bool Contains(CidrIpv4 other) => First <= other.First && other.Last <= Last;

    /// <summary>The fewest ranges that hold exactly the addresses from <paramref name="first"/> to <paramref name="last"/>,
    /// ascending.</summary>
    public static IEnumerable<CidrIpv4> Cover(uint first, uint last)
    {
        ulong next = first;
        while (next <= last)
        {
            var aligned = next == 0 ? 32 : BitOperations.TrailingZeroCount(next);
            var fitting = BitOperations.Log2(last - next + 1);
            var hostBits = Math.Min(aligned, fitting);
            yield return new CidrIpv4((uint)next, 32 - hostBits);
            next += 1UL << hostBits;
        }
    }

    /// <summary>Reads a CIDR block, clearing host bits as EC2 does.</summary>
    /// <exception cref="FormatException">The text is not four octets, '/' and a prefix length.</exception>
    public static CidrIpv4 Parse(string text) => TryParse(text, out var cidr) ? cidr : throw new FormatException(
        $"CidrIpv4 '{SafeText.Excerpt(text)}': expected four decimal octets, '/' and a prefix length 0-32, such as 10.0.0.0/8.");

    /// <summary>Reads a CIDR block like <see cref="Parse"/>. False, and the default range, if the text isn't one.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out CidrIpv4 cidr) => TryParse(text.AsSpan(), out cidr);

    /// <summary>Reads a CIDR block like <see cref="Parse"/>. False, and the default range, if the text isn't one.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out CidrIpv4 cidr)
    {
        cidr = default;
        var slash = text.IndexOf('/');
        if (slash < 0 || !TryParseAddress(text[..slash], out var address)
            || !StrictDecimal.TryParse(text[(slash + 1)..], 32, out var prefixLength))
        {
            return false;
        }
        cidr = new CidrIpv4(address, prefixLength);
        return true;
    }

    /// <summary>Reads four decimal octets without leading zeros. <c>IPAddress</c> would read 010.0.0.1 as 8.0.0.1.</summary>
    public static bool TryParseAddress(ReadOnlySpan<char> text, out uint address)
    {
        address = 0;
        for (var octet = 0; octet < 4; octet++)
        {
            var dot = octet < 3 ? text.IndexOf('.') : text.Length;
            if (dot < 0 || !StrictDecimal.TryParse(text[..dot], 255, out var value))
            {
                return false;
            }
            address = (address << 8) | (uint)value;
            text = octet < 3 ? text[(dot + 1)..] : [];
        }
        return true;
    }

    /// <summary>The range's text: four decimal octets, '/' and the prefix length.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, stackalloc char[MaxTextLength],
        $"{First >> 24}.{(First >> 16) & 255}.{(First >> 8) & 255}.{First & 255}/{PrefixLength}");

    /// <summary>The address's text: four decimal octets.</summary>
    public static string FormatAddress(uint address) => string.Create(CultureInfo.InvariantCulture,
        $"{address >> 24}.{(address >> 16) & 255}.{(address >> 8) & 255}.{address & 255}");
}
