using SgWatch.Addresses;
using SgWatch.Rules;
using SgWatch.Text;

namespace SgWatch.Policies.Reading;

/// <summary>Reads services: protocols, ports, and names for them.</summary>
internal static class ServiceReader
{
    private const string Form = "any, PROTO, PROTO/PORT, PROTO/PORT-PORT (tcp, udp), icmp/TYPE, icmp/TYPE/CODE or a name from services";

    private static readonly string[] Protocols = ["any", "all", "tcp", "udp", "icmp", "icmpv6"];

    /// <summary>Reads the section <c>services</c>. Its names come before IANA's, which are many and seldom meant.</summary>
    public static NamedSets<IntervalSet<uint>> ReadSection(PolicyNode? section, ProblemList problems)
    {
        var reader = new NamedSetReader<IntervalSet<uint>>(
            "service", name => Protocols.Contains(name), (item, names) => ReadItem(item, names, problems), (a, b) => a.Union(b), problems);
        return reader.Read(section);
    }

    /// <summary>One service or a list of them, as points of <see cref="ServiceSpace"/>.</summary>
    public static IntervalSet<uint> Read(PolicyNode node, PolicyContext context)
    {
        var services = default(IntervalSet<uint>);
        foreach (var item in Values.Items(node, Form, context.Problems))
        {
            var set = item is PolicyNode.Scalar { Text: { } text } && context.Services.TryGet(text, out var named)
                ? named
                : ReadItem(item, context.Services.Names, context.Problems);
            services = services.Union(set ?? default);
        }
        return services;
    }

    private static IntervalSet<uint>? ReadItem(PolicyNode item, IEnumerable<string> names, ProblemList problems)
    {
        if (Values.Text(item, Form, problems) is not { } text)
        {
            return null;
        }
        if (text.Equals("rdp", StringComparison.OrdinalIgnoreCase))
        {
            problems.Add(PolicyCode.UnknownService, item,
                "'rdp' is IANA's name for protocol 27; Remote Desktop is tcp/3389, which you can name rdp under services");
            return null;
        }
        if (Service.TryParse(text, out var service))
        {
            return IntervalSet<uint>.Of(service.First, service.Last);
        }
        problems.Add(PolicyCode.UnknownService, item, Mistake(text, item, names, problems));
        return null;
    }

    private static string Mistake(string text, PolicyNode item, IEnumerable<string> names, ProblemList problems)
    {
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        if (text.AsSpan().ContainsAny(',', ' '))
        {
            return $"expected one service, but found {item.Description}; write several as a list, such as [tcp/80, tcp/443]";
        }
        if (slash < 0)
        {
            var ports = text.Length is > 0 and < 12 ? text : "22";
            return text.All(c => char.IsAsciiDigit(c) || c == '-')
                ? $"expected a protocol and ports such as tcp/{ports}, but found {item.Description}; a number alone is a protocol 0-255"
                : $"unknown service {item.Description}{Suggestion(problems.Suggest(text, names.Concat(Protocols)))}";
        }
        if (!IpProtocol.TryParse(text[..slash], out var protocol))
        {
            var near = problems.Suggest(text[..slash], Protocols);
            return $"unknown protocol '{SafeText.Excerpt(text[..slash])}' in {item.Description}{near}";
        }
        return protocol.HasPorts ?
                $"expected a port 0-65535 or a range such as 1024-65535 after '{protocol}/', but found {item.Description}"
            : protocol.IsIcmp ?
                $"expected a type 0-255, or type and code such as 3/4, after '{protocol}/', but found {item.Description}"
            : $"{item.Description}: EC2 knows no ports of this protocol; expected '{SafeText.Excerpt(text[..slash])}' alone";
    }

    private static string Suggestion(string near) => near.Length > 0 ? near : $"; expected {Form}";
}
