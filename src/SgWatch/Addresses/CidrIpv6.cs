using System.Buffers;
using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using SgWatch.Text;

namespace SgWatch.Addresses;

/// <summary>An IPv6 range in canonical CIDR form, such as <c>2001:db8::/32</c>.</summary>
/// <remarks>
/// Shape: a network address of 128 bits whose host bits are zero, and a prefix length of 0 to 128 bits.
/// Default: ::/128, the narrowest range, never ::/0.
/// Source: EC2 API Reference, SecurityGroupRuleRequest; RFC 5952 for the text.
/// </remarks>
public readonly record struct CidrIpv6
{
    private static readonly SearchValues<char> AddressCharacters = SearchValues.Create("0123456789abcdefABCDEF:.");

    private readonly byte _hostBits; // stored instead of the prefix length, so that default is the narrowest range

    /// <summary>The range with a prefix of <paramref name="prefixLength"/> bits that holds an address.</summary>
    /// <param name="address">The address. Its host bits are cleared.</param>
    /// <param name="prefixLength">How many leading bits are fixed: 0 to 128.</param>
    /// <exception cref="ArgumentOutOfRangeException">The prefix length is not 0-128.</exception>
    public CidrIpv6(UInt128 address, int prefixLength)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(prefixLength);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(prefixLength, 128);
        _hostBits = (byte)(128 - prefixLength);
        First = address & ~HostMask;
    }

    /// <summary>The lowest address. Its first group is the highest bits.</summary>
    public UInt128 First { get; }

    /// <summary>The highest address, itself in the range.</summary>
    public UInt128 Last => First | HostMask;

    /// <summary>How many leading bits are fixed: 0 to 128.</summary>
    public int PrefixLength => 128 - _hostBits;

    // a shift by 128 bits would be a shift by 0, so the range of all addresses is a case of its own
    private UInt128 HostMask => _hostBits == 128 ? UInt128.MaxValue : (UInt128.One << _hostBits) - 1;

    /// <summary>Whether every address of <paramref name="other"/> is in this range.</summary>
    public bool Contains(CidrIpv6 other) => First <= other.First && other.Last <= Last;

    /// <summary>The fewest ranges that hold exactly the addresses from <paramref name="first"/> to <paramref name="last"/>,
    /// ascending.</summary>
    public static IEnumerable<CidrIpv6> Cover(UInt128 first, UInt128 last)
    {
        if (first > last)
        {
            yield break;
        }
        if (first == 0 && last == UInt128.MaxValue)
        {
            yield return new CidrIpv6(0, 0);
            yield break;
        }
        var next = first;
        while (true)
        {
            var aligned = (int)UInt128.TrailingZeroCount(next);
            var fitting = (int)UInt128.Log2(last - next + 1);
            var cidr = new CidrIpv6(next, 128 - Math.Min(aligned, fitting));
            yield return cidr;
            if (cidr.Last == last)
            {
                yield break;
            }
            next = cidr.Last + 1;
        }
    }

    /// <summary>Reads a CIDR block, clearing host bits as EC2 does.</summary>
    /// <exception cref="FormatException">The text is not an IPv6 address, '/' and a prefix length.</exception>
    public static CidrIpv6 Parse(string text) => TryParse(text, out var cidr) ? cidr : throw new FormatException(
        $"CidrIpv6 '{SafeText.Excerpt(text)}': expected an IPv6 address, '/' and a prefix length 0-128, such as 2001:db8::/32.");

    /// <summary>Reads a CIDR block like <see cref="Parse"/>. False, and the default range, if the text isn't one.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out CidrIpv6 cidr) => TryParse(text.AsSpan(), out cidr);

    /// <summary>Reads a CIDR block like <see cref="Parse"/>. False, and the default range, if the text isn't one.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out CidrIpv6 cidr)
    {
        cidr = default;
        var slash = text.IndexOf('/');
        if (slash < 0 || !TryParseAddress(text[..slash], out var address)
            || !StrictDecimal.TryParse(text[(slash + 1)..], 128, out var prefixLength))
        {
            return false;
        }
        cidr = new CidrIpv6(address, prefixLength);
        return true;
    }

    /// <summary>Reads an address of RFC 4291, section 2.2. <c>IPAddress</c> would also accept a scope, brackets and a port.</summary>
    public static bool TryParseAddress(ReadOnlySpan<char> text, out UInt128 address)
    {
        address = 0;
        if (!text.Contains(':') || text.ContainsAnyExcept(AddressCharacters) || !IsStrictTail(text)
            || !IPAddress.TryParse(text, out var parsed) || parsed.AddressFamily != AddressFamily.InterNetworkV6)
        {
            return false;
        }
        Span<byte> bytes = stackalloc byte[16];
        parsed.TryWriteBytes(bytes, out _);
        address = BinaryPrimitives.ReadUInt128BigEndian(bytes);
        return true;
    }

    // an IPv4 address at the end (::ffff:192.0.2.1) is read as strictly as one alone
    private static bool IsStrictTail(ReadOnlySpan<char> text) =>
        !text.Contains('.') || CidrIpv4.TryParseAddress(text[(text.LastIndexOf(':') + 1)..], out _);

    /// <summary>The range's text: the address in the form of RFC 5952, '/' and the prefix length.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{FormatAddress(First)}/{PrefixLength}");

    /// <summary>The address's text in the form of RFC 5952.</summary>
    public static string FormatAddress(UInt128 address)
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteUInt128BigEndian(bytes, address);
        return new IPAddress(bytes).ToString();
    }
}
