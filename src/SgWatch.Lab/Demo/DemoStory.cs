using static SgWatch.Lab.Demo.DemoCompany;

namespace SgWatch.Lab.Demo;

/// <summary>What happens at the company: the ways in which groups are really opened, and one honest change.</summary>
public static class DemoStory
{
    /// <summary>The steps, in order.</summary>
    public static IEnumerable<DemoStep> Steps(DemoCompany company) =>
    [
        new("SSH for everybody, by the short form", "AKIAALICE", "AuthorizeSecurityGroupIngress",
            ("GroupId", company.Groups["web"]), ("IpProtocol", "tcp"), ("FromPort", "22"), ("ToPort", "22"), ("CidrIp", "0.0.0.0/0")),
        new("an honest change: a partner's network", "AKIAALICE", "AuthorizeSecurityGroupIngress",
            [("GroupId", company.Groups["web"]), .. Permission("tcp", 443, "198.51.100.0/24")])
        {
            Stays = "ingress tcp/443 from 198.51.100.0/24",
        },
        new("the database over IPv6 alone", "AKIABOB", "AuthorizeSecurityGroupIngress",
            ("GroupId", company.Groups["db"]), ("IpPermissions.1.IpProtocol", "tcp"), ("IpPermissions.1.FromPort", "5432"),
            ("IpPermissions.1.ToPort", "5432"), ("IpPermissions.1.Ipv6Ranges.1.CidrIpv6", "::/0")),
        new("every protocol at once", "AKIABOB", "AuthorizeSecurityGroupIngress",
            ("GroupId", company.Groups["app"]), ("IpPermissions.1.IpProtocol", "-1"), ("IpPermissions.1.IpRanges.1.CidrIp", "0.0.0.0/0")),
        new("the internet in two halves", "AKIABOB", "AuthorizeSecurityGroupIngress",
            [
                ("GroupId", company.Groups["bastion"]), .. Permission("tcp", 22, "0.0.0.0/1"),
                ("IpPermissions.1.IpRanges.2.CidrIp", "128.0.0.0/1"),
            ]),
        new("a range of ports around the forbidden one", "AKIABOB", "AuthorizeSecurityGroupIngress",
            ("GroupId", company.Groups["app"]), ("IpPermissions.1.IpProtocol", "tcp"), ("IpPermissions.1.FromPort", "0"),
            ("IpPermissions.1.ToPort", "65535"), ("IpPermissions.1.IpRanges.1.CidrIp", "64.0.0.0/2")),
        new("all of IPv6 that is in use", "AKIABOB", "AuthorizeSecurityGroupIngress",
            ("GroupId", company.Groups["web"]), ("IpPermissions.1.IpProtocol", "icmpv6"), ("IpPermissions.1.FromPort", "-1"),
            ("IpPermissions.1.ToPort", "-1"), ("IpPermissions.1.Ipv6Ranges.1.CidrIpv6", "2000::/3")),
        new("a way out for the database", "AKIABOB", "AuthorizeSecurityGroupEgress",
            [("GroupId", company.Groups["db"]), .. Permission("tcp", 443, "0.0.0.0/0")]),
        new("a rule in the default group, however narrow", "AKIAALICE", "AuthorizeSecurityGroupIngress",
            [("GroupId", company.Groups["default"]), .. Permission("tcp", 22, "203.0.113.9/32")]),
        new("a harmless rule, edited to a wide one", "AKIABOB", "ModifySecurityGroupRules",
            ("GroupId", company.Groups["db"]), ("SecurityGroupRule.1.SecurityGroupRuleId", company.DatabaseRuleId),
            ("SecurityGroupRule.1.SecurityGroupRule.IpProtocol", "tcp"), ("SecurityGroupRule.1.SecurityGroupRule.FromPort", "5432"),
            ("SecurityGroupRule.1.SecurityGroupRule.ToPort", "5432"), ("SecurityGroupRule.1.SecurityGroupRule.CidrIpv4", "0.0.0.0/0"))
        {
            Goes = "ingress tcp/5432 from 10.0.1.0/24",
        },
        new("a new VPC, and its default group with it", "AKIAALICE", "CreateVpc", ("CidrBlock", "10.1.0.0/16")),
    ];
}
