using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using SgWatch.Addresses;

namespace SgWatch.Rules;

/// <summary>What one rule admits apart from its peer: a protocol and its ports, or an ICMP type and code.</summary>
/// <remarks>
/// Shape: canonical, so that services which admit the same traffic are equal. <c>FromPort</c> and <c>ToPort</c> as in
/// DescribeSecurityGroupRules: ports 0-65535 for tcp and udp; type and code for ICMP, −1 for all; −1 for everything else, where EC2
/// admits the whole protocol whatever range it is given.
/// Default: all of protocol 0 (HOPOPT), harmless.
/// Text: <c>any</c>, <c>tcp</c>, <c>tcp/22</c>, <c>tcp/1024-65535</c>, <c>icmp/8</c>, <c>icmp/3/4</c>, <c>50</c>.
/// Source: EC2 API Reference, IpPermission and SecurityGroupRule.
/// </remarks>
public readonly record struct Service
{
    private const int MaxPort = 65535;
    private const int MaxTextLength = 16; // tcp/10000-65535, and icmpv6/255/255

    private readonly int _from; // a port, or an ICMP type plus one, so that default is canonical
    private readonly int _to;

    private Service(IpProtocol protocol, int fromPort, int toPort)
    {
        IpProtocol = protocol;
        _from = protocol.HasPorts ? fromPort : fromPort + 1;
        _to = protocol.HasPorts ? toPort : toPort + 1;
    }

    /// <summary>Every protocol and port.</summary>
    public static Service Any { get; } = new(IpProtocol.All, -1, -1);

    public IpProtocol IpProtocol { get; }

    /// <summary>The first port, the ICMP type, or −1.</summary>
    public int FromPort => IpProtocol.HasPorts ? _from : _from - 1;

    /// <summary>The last port, the ICMP code, or −1.</summary>
    public int ToPort => IpProtocol.HasPorts ? _to : _to - 1;

    /// <summary>The first point of the service in <see cref="ServiceSpace"/>.</summary>
    public uint First => IpProtocol.Number switch
    {
        -1 => 0,
        6 or 17 => ServiceSpace.Point(IpProtocol, FromPort),
        1 or 58 when FromPort >= 0 => ServiceSpace.Point(IpProtocol, (FromPort << 8) | Math.Max(ToPort, 0)),
        _ => ServiceSpace.Point(IpProtocol, 0),
    };

    /// <summary>The last point of the service in <see cref="ServiceSpace"/>.</summary>
    public uint Last => IpProtocol.Number switch
    {
        -1 => ServiceSpace.Last,
        6 or 17 => ServiceSpace.Point(IpProtocol, ToPort),
        1 or 58 when FromPort >= 0 => ServiceSpace.Point(IpProtocol, (FromPort << 8) | (ToPort < 0 ? 255 : ToPort)),
        _ => ServiceSpace.Point(IpProtocol, MaxPort),
    };

    /// <summary>All of a protocol.</summary>
    public static Service Of(IpProtocol protocol) => protocol.HasPorts ? new(protocol, 0, MaxPort) : new(protocol, -1, -1);

    /// <summary>The service of EC2's three fields, as EC2 understands them; false for what EC2 refuses: a port outside 0-65535,
    /// a range upside down, tcp or udp without ports, an ICMP type or code outside −1 to 255, a code without a type.</summary>
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

    /// <summary>Reads the text of a service.</summary>
    /// <exception cref="FormatException">The text is no service.</exception>
    public static Service Parse(string text) => TryParse(text, out var service) ? service : throw new FormatException(
        $"Service '{Excerpt.Of(text)}': expected any, PROTO, PROTO/PORT, PROTO/PORT-PORT (tcp, udp), icmp/TYPE or icmp/TYPE/CODE.");

    /// <summary>Like <see cref="Parse"/>, but false where that would throw.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out Service service)
    {
        service = default;
        if (text is null)
        {
            return false;
        }
        if (IpProtocol.TryParse(text, out var protocol)) // first, for IANA has a protocol named a/n
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

    /// <summary>The text of the service, which reads back.</summary>
    public override string ToString()
    {
        if (FromPort == -1 || (IpProtocol.HasPorts && FromPort == 0 && ToPort == MaxPort))
        {
            return IpProtocol.ToString();
        }
        Span<char> text = stackalloc char[MaxTextLength]; // rules are written by the million: no buffer to rent for each
        var single = IpProtocol.HasPorts ? FromPort == ToPort : ToPort == -1;
        var separator = IpProtocol.HasPorts ? '-' : '/';
        return single
            ? string.Create(CultureInfo.InvariantCulture, text, $"{IpProtocol}/{FromPort}")
            : string.Create(CultureInfo.InvariantCulture, text, $"{IpProtocol}/{FromPort}{separator}{ToPort}");
    }
}
