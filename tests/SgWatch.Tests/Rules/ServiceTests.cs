using System.Globalization;
using CsCheck;
using SgWatch.Rules;

namespace SgWatch.Tests.Rules;

public sealed class ServiceTests
{
    internal static readonly Gen<IpProtocol> AnyProtocol =
        Gen.OneOf(Gen.OneOf(-1, 1, 6, 17, 58), Gen.Int[-1, 255]).Select(IpProtocol.Of);

    private static readonly Gen<int> AnyPort = Gen.OneOf(Gen.Int[0, 65535], Gen.OneOf(0, 1, 22, 65534, 65535));

    private static readonly Gen<int> AnyIcmpNumber = Gen.OneOf(Gen.Int[-1, 255], Gen.OneOf(-1, 0, 255));

    internal static readonly Gen<Service> AnyService = Gen.Select(AnyProtocol, AnyPort, AnyPort, AnyIcmpNumber, AnyIcmpNumber)
        .Select(five =>
        {
            var (protocol, a, b, type, code) = five;
            var (from, to) = protocol.HasPorts ? (Math.Min(a, b), Math.Max(a, b)) : (type, type < 0 ? -1 : code);
            Assert.True(Service.TryCreate(protocol, from, to, out var service));
            return service;
        });

    [Theory]
    [InlineData("tcp", 22, 22, "tcp/22")]
    [InlineData("TCP", 22, 22, "tcp/22")]
    [InlineData("6", 22, 22, "tcp/22")]
    [InlineData("17", 53, 53, "udp/53")]
    [InlineData("tcp", 1024, 65535, "tcp/1024-65535")]
    [InlineData("tcp", 0, 65535, "tcp")]
    [InlineData("udp", 0, 0, "udp/0")]
    [InlineData("-1", null, null, "any")] // as DescribeSecurityGroups lists it
    [InlineData("-1", -1, -1, "any")] // as DescribeSecurityGroupRules lists it
    [InlineData("-1", 0, 0, "any")] // as Terraform sends it
    [InlineData("-1", 22, 22, "any")] // all ports whatever range is given
    [InlineData("50", 22, 22, "50")] // all of ESP, nothing of tcp
    [InlineData("esp", null, null, "50")]
    [InlineData("0", 5, 1, "0")]
    [InlineData("132", -7, 99999, "132")]
    [InlineData("icmp", -1, -1, "icmp")]
    [InlineData("icmp", null, null, "icmp")]
    [InlineData("icmp", 8, -1, "icmp/8")]
    [InlineData("icmp", 15, -1, "icmp/15")]
    [InlineData("icmp", 3, 4, "icmp/3/4")]
    [InlineData("icmp", 8, 0, "icmp/8/0")]
    [InlineData("icmp", 0, 0, "icmp/0/0")] // echo reply, not everything
    [InlineData("icmp", 0, -1, "icmp/0")]
    [InlineData("icmp", 255, 255, "icmp/255/255")]
    [InlineData("1", 3, null, "icmp/3")]
    [InlineData("58", 128, 0, "icmpv6/128/0")]
    [InlineData("icmpv6", null, null, "icmpv6")] // may be left out: all
    [InlineData("ipv6-icmp", 135, -1, "icmpv6/135")]
    public void Ec2_fields_make_the_service_that_ec2_admits(string protocol, int? fromPort, int? toPort, string text)
    {
        Assert.True(Service.TryCreate(IpProtocol.Parse(protocol), fromPort, toPort, out var service));
        Assert.Equal(text, service.ToString());
        Assert.Equal(service, Service.Parse(text));
    }

    [Theory]
    [InlineData("tcp", null, null)]
    [InlineData("tcp", 22, null)]
    [InlineData("tcp", null, 22)]
    [InlineData("tcp", -1, -1)]
    [InlineData("tcp", 22, 21)]
    [InlineData("tcp", 0, 65536)]
    [InlineData("udp", 65536, 65536)]
    [InlineData("icmp", -1, 0)] // type -1 demands code -1
    [InlineData("icmp", null, 0)]
    [InlineData("icmp", 256, -1)]
    [InlineData("icmp", 3, 256)]
    [InlineData("icmp", -2, -1)]
    [InlineData("icmpv6", 3, -2)]
    [InlineData("icmp", int.MaxValue, int.MinValue)]
    public void What_ec2_refuses_is_refused(string protocol, int? fromPort, int? toPort)
    {
        Assert.False(Service.TryCreate(IpProtocol.Parse(protocol), fromPort, toPort, out var service));
        Assert.Equal(default, service);
    }

    [Theory]
    [InlineData("any", "any")]
    [InlineData("ANY", "any")]
    [InlineData("all", "any")]
    [InlineData("-1", "any")]
    [InlineData("tcp", "tcp")]
    [InlineData("6/22", "tcp/22")]
    [InlineData("UDP/53", "udp/53")]
    [InlineData("tcp/0-65535", "tcp")]
    [InlineData("tcp/22-22", "tcp/22")]
    [InlineData("tcp/5985-5986", "tcp/5985-5986")]
    [InlineData("ipv6-icmp/128", "icmpv6/128")]
    [InlineData("a/n", "107")]
    [InlineData("esp", "50")]
    [InlineData("icmp/3/4", "icmp/3/4")]
    public void Text_is_read_into_the_canonical_form(string text, string canonical) =>
        Assert.Equal(canonical, Service.Parse(text).ToString());

    [Theory]
    [InlineData("")]
    [InlineData("/")]
    [InlineData("tcp/")]
    [InlineData("/22")]
    [InlineData("tcp/22-")]
    [InlineData("tcp/-22")]
    [InlineData("tcp/-1")]
    [InlineData("tcp/22-21")]
    [InlineData("tcp/65536")]
    [InlineData("tcp/0-65536")]
    [InlineData("tcp/022")]
    [InlineData("tcp/22/23")]
    [InlineData("tcp/22-23-24")]
    [InlineData("tcp/ 22")]
    [InlineData("tcp /22")]
    [InlineData("tcp/ssh")]
    [InlineData("tcp/*")]
    [InlineData("tcp/any")]
    [InlineData("any/22")] // would read as port 22 of all protocols; EC2 would open everything
    [InlineData("-1/22")]
    [InlineData("all/0")]
    [InlineData("50/22")]
    [InlineData("esp/0")]
    [InlineData("a/n/22")]
    [InlineData("icmp/256")]
    [InlineData("icmp/3/256")]
    [InlineData("icmp/-1")]
    [InlineData("icmp/3/-1")]
    [InlineData("icmp/3-4")]
    [InlineData("icmp/3/4/5")]
    [InlineData("icmp/")]
    [InlineData("icmp/3/")]
    [InlineData("tcp/\u0662\u0662")]
    [InlineData("tcp/22\n")]
    public void What_is_no_service_is_refused(string text)
    {
        Assert.False(Service.TryParse(text, out var service));
        Assert.Equal(default, service);
        Assert.Throws<FormatException>(() => Service.Parse(text));
    }

    [Fact]
    public void Null_is_refused() => Assert.False(Service.TryParse(null, out _));

    [Fact]
    public void Default_admits_one_protocol_that_nothing_uses()
    {
        Assert.Equal(Service.Of(IpProtocol.Parse("hopopt")), default);
        Assert.Equal("0", default(Service).ToString());
        Assert.Equal((-1, -1), (default(Service).FromPort, default(Service).ToPort));
    }

    [Fact]
    public void Text_reads_back() => AnyService.Holds(service => Service.Parse(service.ToString()) == service);

    [Fact]
    public void Ec2_fields_read_back() => AnyService.Holds(service =>
        Service.TryCreate(service.IpProtocol, service.FromPort, service.ToPort, out var again) && again == service);

    [Fact]
    public void A_service_is_the_only_one_of_its_interval() => Gen.Select(AnyService, AnyService).Holds(pair =>
        (pair.Item1 == pair.Item2) == ((pair.Item1.First, pair.Item1.Last) == (pair.Item2.First, pair.Item2.Last))
        && pair.Item1.First <= pair.Item1.Last && pair.Item1.Last <= ServiceSpace.Last);

    [Fact]
    public void The_cover_of_a_service_is_that_service() => AnyService.Holds(service =>
        ServiceSpace.Cover(service.First, service.Last).SequenceEqual([service]));

    [Fact] // the model reads the fields as EC2's documentation words them
    public void The_interval_holds_the_packets_that_ec2_admits() =>
        Gen.Select(AnyService, AnyProtocol, Gen.Int[0, 65535], AnyPort).Holds(four =>
    {
        var (service, other, far, near) = four;
        var packetProtocol = other == IpProtocol.All ? IpProtocol.Tcp : other;
        var (from, to) = (Math.Max(service.FromPort, 0), Math.Max(service.ToPort, 0));
        foreach (var low in new[] { far, near, from, to, (from << 8 | to) & 0xFFFF })
        {
            var point = ServiceSpace.Point(packetProtocol, low);
            if (Admits(service, packetProtocol, low) != (point >= service.First && point <= service.Last))
            {
                return false;
            }
        }
        return true;
    });

    [Fact]
    public void Upper_case_and_other_names_are_no_other_service() => Gen.Select(AnyService, Gen.Bool).Holds(pair =>
    {
        var (service, upper) = pair;
        var text = service.ToString();
        var number = service.IpProtocol.Number.ToString(CultureInfo.InvariantCulture);
        var renamed = number + text[service.IpProtocol.ToString().Length..];
        return Service.Parse(upper ? text.ToUpperInvariant() : renamed) == service;
    });

    private static bool Admits(Service service, IpProtocol packetProtocol, int low)
    {
        if (service.IpProtocol.Number == -1)
        {
            return true;
        }
        if (service.IpProtocol != packetProtocol)
        {
            return false;
        }
        return packetProtocol.Number switch
        {
            6 or 17 => service.FromPort <= low && low <= service.ToPort,
            1 or 58 => (service.FromPort == -1 || service.FromPort == low / 256) && (service.ToPort == -1 || service.ToPort == low % 256),
            _ => true,
        };
    }
}
