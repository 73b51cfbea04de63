using SgWatch.Lab.Tests;

namespace SgWatch.EndToEnd.Lab;

/// <summary>One rule as a listing has it, with the run's own name where the listing has a group's id.</summary>
public sealed record RuleRow(bool IsEgress, string Protocol, string? FromPort, string? ToPort, string Peer, string Description)
{
    /// <summary>Not part of what is compared.</summary>
    public string Id { get; init; } = "";

    /// <summary>The rule without its id, to compare and sort by.</summary>
    public string Text => $"{(IsEgress ? "egress" : "ingress")} {Protocol} {FromPort}-{ToPort} {Peer} '{Description}'";

    public static RuleRow Read(LabReply item, Side side)
    {
        var peer = item.Text("cidrIpv4") ?? item.Text("cidrIpv6") ?? item.Text("prefixListId")
            ?? item.Xml.Elements().Single(element => element.Name.LocalName == "referencedGroupInfo").Elements()
                .Single(element => element.Name.LocalName == "groupId").Value;
        return new(
            item.Text("isEgress") == "true",
            item.Text("ipProtocol")!,
            item.Text("fromPort"),
            item.Text("toPort"),
            side.NameOf(peer),
            item.Text("description") ?? "")
        {
            Id = item.Text("securityGroupRuleId")!,
        };
    }

    /// <summary>The row with protocol and peer as EC2 stores them, and −1 for ports that are left out.</summary>
    public RuleRow Canonical() => this with
    {
        Protocol = Protocol == "58" ? "icmpv6" : Protocol,
        FromPort = FromPort ?? "-1",
        ToPort = ToPort ?? "-1",
        Peer = Rules.Peer.TryParse(Peer, out var peer) && peer is Rules.Peer.Ipv4 or Rules.Peer.Ipv6 ? peer.ToString()! : Peer,
    };

    /// <summary>The rule as a request's first permission; groups and lists stay the run's names, in braces.</summary>
    public string ToPermission()
    {
        var hasPorts = Protocol != "-1" && (FromPort != "-1" || Protocol is "icmp" or "icmpv6");
        var ports = hasPorts ? $"&IpPermissions.1.FromPort={FromPort}&IpPermissions.1.ToPort={ToPort}" : "";
        var (kind, id) = Peer switch
        {
            _ when Peer.Contains(':', StringComparison.Ordinal) => ("Ipv6Ranges", $"CidrIpv6={Peer}"),
            _ when Peer.Contains('/', StringComparison.Ordinal) => ("IpRanges", $"CidrIp={Peer}"),
            ['l', ..] => ("PrefixListIds", $"PrefixListId={{{Peer}}}"),
            _ => ("Groups", $"GroupId={{{Peer}}}"),
        };
        var described = Description.Length == 0 ? "" : $"&IpPermissions.1.{kind}.1.Description={Description}";
        return $"IpPermissions.1.IpProtocol={Protocol}{ports}&IpPermissions.1.{kind}.1.{id}{described}";
    }
}
