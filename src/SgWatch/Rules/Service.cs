using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using SgWatch.Addresses;
using SgWatch.Text;

namespace SgWatch.Rules;

/// <summary>The part of a rule's traffic that isn't the peer: a protocol with its ports, or with an ICMP type and code.</summary>
/// <remarks>
/// Shape: canonical, so that services which admit the same traffic are equal. <c>FromPort</c> and <c>ToPort</c> are those of
/// DescribeSecurityGroupRules. For TCP and UDP they are ports 0-65535. For ICMP they are type and code, and −1 is all of them. For every
/// other protocol they are −1, because EC2 always admits the whole protocol.
/// Default: all of protocol 0 (HOPOPT), which is harmless.
/// Text: <c>any</c>, <c>tcp</c>, <c>tcp/22</c>, <c>tcp/1024-65535</c>, <c>icmp/8</c>, <c>icmp/3/4</c>, <c>50</c>.
/// Source: EC2 API Reference, IpPermission and SecurityGroupRule.
/// </remarks>
public readonly record struct Service
{
    private const int MaxPort = 65535;
    private const int MaxTextLength = 16; // tcp/10000-65535, and icmpv6/255/255

    private readonly int _from; // a port, or one more than an ICMP type, so that default is canonical
    private readonly int _to;

    private Service(IpProtocol protocol, int fromPort, int toPort)
    {
        IpProtocol = protocol;
        _from = protocol.HasPorts ? fromPort : fromPort + 1;
        _to = protocol.HasPorts ? toPort : toPort + 1;
    }

    /// <summary>Every protocol and port.</summary>
    public static Service Any { get; } = new(IpProtocol.All, -1, -1);

    /// <summary>The protocol.</summary>
    public IpProtocol IpProtocol { get; }

    /// <summary>The first port or the ICMP type. −1 for all types, and for a protocol that has neither.</summary>
    public int FromPort => IpProtocol.HasPorts ? _from : _from - 1;

    /// <summary>The last port or the ICMP code. −1 for all codes, and for a protocol that has neither.</summary>
    public int ToPort => IpProtocol.HasPorts ? _to : _to - 1;

    /// <summary>The first point of the service in <see cref="ServiceSpace"/>.</summary>
    public uint First => IpProtocol.Number switch
    {
        -1 => 0,
        6 or 17 => ServiceSpace.Point(IpProtocol, FromPort),
        1 or 58 when FromPort >= 0 => ServiceSpace.Point(IpProtocol, (FromPort << 8) | Math.Max(ToPort, 0)),
        _ => ServiceSpace.Point(IpProtocol, 0),
    };

    /// <summary>The last point of the service in <see cref="ServiceSpace"/>, itself in the service.</summary>
    public uint Last => IpProtocol.Number switch
    {
        -1 => ServiceSpace.Last,
        6 or 17 => ServiceSpace.Point(IpProtocol, ToPort),
        1 or 58 when FromPort >= 0 => ServiceSpace.Point(IpProtocol, (FromPort << 8) | (ToPort < 0 ? 255 : ToPort)),
        _ => ServiceSpace.Point(IpProtocol, MaxPort),
    };

    /// <summary>All of a protocol.</summary>
    public static Service Of(IpProtocol protocol) => protocol.HasPorts ? new(protocol, 0, MaxPort) : new(protocol, -1, -1);

    /// <summary>Makes a service of EC2's three fields, as EC2 understands them. False for what EC2 refuses.</summary>
    /// <remarks>
    /// EC2 refuses a port outside 0-65535, a first port above the last, and TCP or UDP without ports. It also refuses an ICMP type or code
    /// outside −1 to 255, and a code without a type.
    /// </remarks>
    /// <param name="protocol">The protocol.</param>
    /// <param name="fromPort">The first port or the ICMP type. Null if the field is missing.</param>
    /// <param name="toPort">The last port or the ICMP code. Null if the field is missing.</param>
    /// <param name="service">The service.</param>
    public static bool TryCreate(IpProtocol protocol, int? fromPort, int? toPort, out Service service)
    {
        service = default;
        if (protocol.HasPorts)
        {
            if (fromPort is not (>= 0 and <= MaxPort) || toPort is not (>= 0 and <= MaxPort) || fromPort > toPort)
            {
                return false;
            }
            service = new(protocol, fromPort.Value, toPort.Value);
            return true;
        }
        if (protocol.IsIcmp)
        {
            var (type, code) = (fromPort ?? -1, toPort ?? -1);
            if (type is < -1 or > 255 || code is < -1 or > 255 || (type == -1 && code != -1))
            {
                return false;
            }
            service = new(protocol, type, code);
            return true;
        }
        service = Of(protocol);
        return true;
    }

    /// <summary>Reads the text of a service, such as <c>tcp/22</c>.</summary>
    /// <exception cref="FormatException">The text isn't a service.</exception>
    public static Service Parse(string text) => TryParse(text, out var service) ? service : throw new FormatException(
        $"Service '{SafeText.Excerpt(text)}': expected any, PROTO, PROTO/PORT, PROTO/PORT-PORT (tcp, udp), icmp/TYPE or icmp/TYPE/CODE.");

    /// <summary>Reads a service like <see cref="Parse"/>. False, and the default service, if the text isn't one.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out Service service)
    {
        service = default;
        if (text is null)
        {
            return false;
        }
        if (IpProtocol.TryParse(text, out var protocol)) // first, because IANA has a protocol named a/n
        {
            service = Of(protocol);
            return true;
        }
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        if (slash < 0 || !IpProtocol.TryParse(text[..slash], out protocol) || !(protocol.HasPorts || protocol.IsIcmp))
        {
            return false;
        }
        var rest = text.AsSpan(slash + 1);
        var separator = rest.IndexOf(protocol.HasPorts ? '-' : '/');
        var max = protocol.HasPorts ? MaxPort : 255;
        if (!StrictDecimal.TryParse(separator < 0 ? rest : rest[..separator], max, out var from))
        {
            return false;
        }
        if (separator < 0)
        {
            return TryCreate(protocol, from, protocol.HasPorts ? from : -1, out service);
        }
        return StrictDecimal.TryParse(rest[(separator + 1)..], max, out var to) && TryCreate(protocol, from, to, out service);
    }

    /// <summary>The service's text. <see cref="Parse"/> reads it back.</summary>
    public override string ToString()
    {
        if (FromPort == -1 || (IpProtocol.HasPorts && FromPort == 0 && ToPort == MaxPort))
        {
            return IpProtocol.ToString();
        }
        Span<char> text = stackalloc char[MaxTextLength]; // on the stack, because rules are written by the million
        var single = IpProtocol.HasPorts ? FromPort == ToPort : ToPort == -1;
        var separator = IpProtocol.HasPorts ? '-' : '/';
        return single
            ? string.Create(CultureInfo.InvariantCulture, text, $"{IpProtocol}/{FromPort}")
            : string.Create(CultureInfo.InvariantCulture, text, $"{IpProtocol}/{FromPort}{separator}{ToPort}");
    }
}
