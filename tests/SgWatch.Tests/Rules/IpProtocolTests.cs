using SgWatch.Rules;

namespace SgWatch.Tests.Rules;

public sealed class IpProtocolTests
{
    // iana.org/assignments/protocol-numbers: every keyword, in IANA's spelling and order
    private const string Keywords = """
        0 HOPOPT|1 ICMP|2 IGMP|3 GGP|4 IPv4|5 ST|6 TCP|7 CBT|8 EGP|9 IGP|10 BBN-RCC-MON|11 NVP-II|12 PUP|13 ARGUS|14 EMCON|15 XNET|16 CHAOS|
        17 UDP|18 MUX|19 DCN-MEAS|20 HMP|21 PRM|22 XNS-IDP|23 TRUNK-1|24 TRUNK-2|25 LEAF-1|26 LEAF-2|27 RDP|28 IRTP|29 ISO-TP4|30 NETBLT|
        31 MFE-NSP|32 MERIT-INP|33 DCCP|34 3PC|35 IDPR|36 XTP|37 DDP|38 IDPR-CMTP|39 TP++|40 IL|41 IPv6|42 SDRP|43 IPv6-Route|44 IPv6-Frag|
        45 IDRP|46 RSVP|47 GRE|48 DSR|49 BNA|50 ESP|51 AH|52 I-NLSP|53 SWIPE|54 NARP|55 Min-IPv4|56 TLSP|57 SKIP|58 IPv6-ICMP|59 IPv6-NoNxt|
        60 IPv6-Opts|62 CFTP|64 SAT-EXPAK|65 KRYPTOLAN|66 RVD|67 IPPC|69 SAT-MON|70 VISA|71 IPCV|72 CPNX|73 CPHB|74 WSN|75 PVP|
        76 BR-SAT-MON|77 SUN-ND|78 WB-MON|79 WB-EXPAK|80 ISO-IP|81 VMTP|82 SECURE-VMTP|83 VINES|84 IPTM|85 NSFNET-IGP|86 DGP|87 TCF|
        88 EIGRP|89 OSPFIGP|90 Sprite-RPC|91 LARP|92 MTP|93 AX.25|94 IPIP|95 MICP|96 SCC-SP|97 ETHERIP|98 ENCAP|100 GMTP|101 IFMP|102 PNNI|
        103 PIM|104 ARIS|105 SCPS|106 QNX|107 A/N|108 IPComp|109 SNP|110 Compaq-Peer|111 IPX-in-IP|112 VRRP|113 PGM|115 L2TP|116 DDX|
        117 IATP|118 STP|119 SRP|120 UTI|121 SMP|122 SM|125 FIRE|123 PTP|126 CRTP|127 CRUDP|128 SSCOPMCE|129 IPLT|130 SPS|131 PIPE|132 SCTP|
        133 FC|134 RSVP-E2E-IGNORE|136 UDPLite|137 MPLS-in-IP|138 manet|139 HIP|140 Shim6|141 WESP|142 ROHC|143 Ethernet|144 AGGFRAG|
        145 NSH|146 Homa
        """;

    // what others call some of them: /etc/protocols, and names of two words written as one
    private const string OtherNames = "4 ipencap|55 mobile|58 icmpv6|89 ospf|124 isis|135 mobility-header|-1 any|-1 all";

    public static TheoryData<int, string> Names()
    {
        var names = new TheoryData<int, string>();
        foreach (var entry in $"{Keywords}|{OtherNames}".Split('|', StringSplitOptions.TrimEntries))
        {
            var words = entry.Split(' ');
            names.Add(int.Parse(words[0], null), words[1]);
        }
        return names;
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_name_reads_in_either_case(int number, string name)
    {
        Assert.Equal(number, IpProtocol.Parse(name).Number);
        Assert.Equal(number, IpProtocol.Parse(name.ToLowerInvariant()).Number);
        Assert.Equal(number, IpProtocol.Parse(name.ToUpperInvariant()).Number);
    }

    [Fact]
    public void No_other_name_is_known() =>
        Assert.Equal(
            Names().Select(row => row.Data.Item2.ToLowerInvariant()).Order(StringComparer.Ordinal),
            ProtocolNames.All.Order(StringComparer.Ordinal));

    [Fact]
    public void Every_number_reads_back_from_its_text()
    {
        for (var number = -1; number <= 255; number++)
        {
            var protocol = IpProtocol.Of(number);
            Assert.Equal(number, protocol.Number);
            Assert.Equal(protocol, IpProtocol.Parse(protocol.ToString()));
            Assert.Equal(protocol, IpProtocol.Parse(number.ToString(null as IFormatProvider)));
        }
    }

    [Theory]
    [InlineData("6", "tcp")] // EC2 stores names for these four
    [InlineData("17", "udp")]
    [InlineData("1", "icmp")]
    [InlineData("58", "icmpv6")]
    [InlineData("TCP", "tcp")]
    [InlineData("ipv6-icmp", "icmpv6")]
    [InlineData("-1", "any")]
    [InlineData("50", "50")] // and numbers for all others
    [InlineData("esp", "50")]
    public void Text_is_as_ec2_prints_it(string text, string printed) => Assert.Equal(printed, IpProtocol.Parse(text).ToString());

    [Theory]
    [InlineData("")]
    [InlineData(" tcp")]
    [InlineData("tcp ")]
    [InlineData("tcpp")]
    [InlineData("256")]
    [InlineData("-2")]
    [InlineData("-01")]
    [InlineData("06")]
    [InlineData("+6")]
    [InlineData("6.0")]
    [InlineData("e\u017Fp")] // a long s, which some case foldings take for an s
    [InlineData("\u0130cmp")]
    [InlineData("\u0131cmp")]
    [InlineData("i\u0441mp")] // a Cyrillic es
    [InlineData("s\u212Aip")] // the Kelvin sign
    [InlineData("\uFF16")]
    public void What_is_no_protocol_is_refused(string text)
    {
        Assert.False(IpProtocol.TryParse(text, out var protocol));
        Assert.Equal(default, protocol);
        Assert.Throws<FormatException>(() => IpProtocol.Parse(text));
    }

    [Fact]
    public void Null_is_refused() => Assert.False(IpProtocol.TryParse(null, out _));

    [Theory]
    [InlineData(-2)]
    [InlineData(256)]
    public void A_number_outside_the_space_is_refused(int number) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => IpProtocol.Of(number));

    [Fact]
    public void Default_is_one_protocol_and_not_all_of_them()
    {
        Assert.Equal(0, default(IpProtocol).Number);
        Assert.NotEqual(IpProtocol.All, default);
    }
}
