using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using SgWatch.Addresses;
using SgWatch.Text;

namespace SgWatch.Rules;

/// <summary>EC2's <c>IpProtocol</c>: an IANA protocol number, or −1 for every protocol.</summary>
/// <remarks>
/// Shape: −1 to 255. Default: protocol 0 (HOPOPT), which is one protocol, never all of them.
/// Text: <c>any</c> for −1, the names <c>tcp</c>, <c>udp</c>, <c>icmp</c> and <c>icmpv6</c>, and a number for every other protocol.
/// Every IANA name and number is read, in upper or lower case. Source: EC2 API Reference, IpPermission.
/// </remarks>
public readonly record struct IpProtocol
{
    private IpProtocol(short number) => Number = number;

    /// <summary>Every protocol: EC2's −1.</summary>
    public static IpProtocol All { get; } = new(-1);

    /// <summary>ICMP for IPv4: protocol 1.</summary>
    public static IpProtocol Icmp { get; } = new(1);

    /// <summary>TCP: protocol 6.</summary>
    public static IpProtocol Tcp { get; } = new(6);

    /// <summary>UDP: protocol 17.</summary>
    public static IpProtocol Udp { get; } = new(17);

    /// <summary>ICMP for IPv6: protocol 58.</summary>
    public static IpProtocol Icmpv6 { get; } = new(58);

    /// <summary>The IANA number, or −1 for every protocol.</summary>
    public short Number { get; }

    /// <summary>Whether it is TCP or UDP. For other protocols EC2 ignores a rule's port range and admits the whole protocol.</summary>
    public bool HasPorts => this == Tcp || this == Udp;

    /// <summary>Whether <c>FromPort</c> is an ICMP type and <c>ToPort</c> its code.</summary>
    public bool IsIcmp => this == Icmp || this == Icmpv6;

    /// <summary>The text in EC2's calls and answers. It differs from <see cref="ToString"/> in <c>-1</c> for every protocol.</summary>
    public string Ec2Text => this == All ? "-1" : ToString();

    /// <summary>The protocol with a number.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The number is not −1 to 255.</exception>
    public static IpProtocol Of(int number) => number is >= -1 and <= 255
        ? new IpProtocol((short)number)
        : throw new ArgumentOutOfRangeException(
            nameof(number), number, "IpProtocol: expected -1 (every protocol) or an IANA number 0-255.");

    /// <summary>Reads a name or a number. <c>any</c>, <c>all</c> and <c>-1</c> are every protocol.</summary>
    /// <exception cref="FormatException">The text is none of these.</exception>
    public static IpProtocol Parse(string text) => TryParse(text, out var protocol) ? protocol : throw new FormatException(
        $"IpProtocol '{SafeText.Excerpt(text)}': expected any, tcp, udp, icmp, icmpv6, an IANA name or a number 0-255.");

    /// <summary>Reads a protocol like <see cref="Parse"/>. False, and the default protocol, if the text isn't one.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out IpProtocol protocol)
    {
        protocol = default;
        switch (text)
        {
            case null:
                return false;
            case "tcp":
                protocol = Tcp;
                return true;
            case "udp":
                protocol = Udp;
                return true;
            case "-1":
                protocol = All;
                return true;
        }
        if (StrictDecimal.TryParse(text, 255, out var number) || ProtocolNames.TryFind(text, out number))
        {
            protocol = new((short)number);
            return true;
        }
        return false;
    }

    /// <summary>The name or number, as in rule text.</summary>
    public override string ToString() => Number switch
    {
        -1 => "any",
        1 => "icmp",
        6 => "tcp",
        17 => "udp",
        58 => "icmpv6",
        var number => number.ToString(CultureInfo.InvariantCulture),
    };
}
