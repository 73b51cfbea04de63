namespace SgWatch.EndToEnd.Loop;

/// <summary>One way to open a group with the AWS CLI.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Call">The call, given the group's id and name and the id of its one rule.</param>
public sealed record Opening(string Name, Func<OpenedGroup, string[]> Call)
{
    /// <summary>True if it opens the VPC's default group, in which no rule may stay.</summary>
    public bool IsOnDefaultGroup { get; init; }

    /// <summary>True if it changes the one rule that was there. That rule is then revoked.</summary>
    public bool TakesTheOldRule { get; init; }

    /// <summary>The ten ways, by name.</summary>
    public static IReadOnlyDictionary<string, Opening> All { get; } = new Opening[]
    {
        new("short form", g => [.. Ingress, "--group-id", g.Id, "--protocol", "tcp", "--port", "22", "--cidr", "0.0.0.0/0"]),
        new("JSON form", g => [.. Ingress, "--group-id", g.Id, "--ip-permissions",
            """[{"IpProtocol":"tcp","FromPort":3389,"ToPort":3389,"IpRanges":[{"CidrIp":"0.0.0.0/0","Description":"just for today"}]}]"""]),
        new("IPv6", g => [.. Ingress, "--group-id", g.Id, "--ip-permissions",
            "IpProtocol=tcp,FromPort=22,ToPort=22,Ipv6Ranges=[{CidrIpv6=::/0}]"]),
        new("every protocol", g => [.. Ingress, "--group-id", g.Id, "--ip-permissions", "IpProtocol=-1,IpRanges=[{CidrIp=0.0.0.0/0}]"]),
        new("port range around 22", g => [.. Ingress, "--group-id", g.Id, "--protocol", "tcp", "--port", "20-25", "--cidr", "0.0.0.0/0"]),
        new("two halves", g => [.. Ingress, "--group-id", g.Id, "--ip-permissions",
            "IpProtocol=tcp,FromPort=22,ToPort=22,IpRanges=[{CidrIp=0.0.0.0/1},{CidrIp=128.0.0.0/1}]"]),
        new("name only", g => [.. Ingress, "--group-name", g.Name, "--protocol", "tcp", "--port", "22", "--cidr", "0.0.0.0/0"]),
        new("modify a narrow rule", g => ["ec2", "modify-security-group-rules", "--group-id", g.Id, "--security-group-rules",
            $"SecurityGroupRuleId={g.OldRuleId},SecurityGroupRule={{IpProtocol=tcp,FromPort=443,ToPort=443,CidrIpv4=0.0.0.0/0}}"])
        { TakesTheOldRule = true },
        new("egress", g => ["ec2", "authorize-security-group-egress", "--group-id", g.Id, "--ip-permissions",
            "IpProtocol=tcp,FromPort=443,ToPort=443,IpRanges=[{CidrIp=0.0.0.0/0}]"]),
        new("default group", g => [.. Ingress, "--group-id", g.Id, "--protocol", "tcp", "--port", "22", "--cidr", "203.0.113.9/32"])
        { IsOnDefaultGroup = true },
    }.ToDictionary(opening => opening.Name);

    private static string[] Ingress => ["ec2", "authorize-security-group-ingress"];
}
