using System.Collections.Immutable;
using SgWatch.Lab.Guarded;
using SgWatch.Lab.Identities;

namespace SgWatch.Lab.Demo;

/// <summary>A small company in the lab: its people, its groups, and the rules that the groups have when all is well.</summary>
public sealed class DemoCompany(QueryClient client)
{
    /// <summary>The company's region.</summary>
    public const string Region = "us-east-1";

    private const string Account = "111122223333";

    /// <summary>The people, by their access keys.</summary>
    public static ImmutableDictionary<string, LabIdentity> People { get; } = new Dictionary<string, LabIdentity>
    {
        ["AKIAALICE"] = new($"arn:aws:sts::{Account}:assumed-role/developer/alice") { SourceIpAddress = "203.0.113.9" },
        ["AKIABOB"] = new($"arn:aws:iam::{Account}:user/bob") { SourceIpAddress = "198.51.100.7" },
        ["AKIAPIPELINE"] = new($"arn:aws:sts::{Account}:assumed-role/deploy/pipeline") { SourceIpAddress = "203.0.113.80" },
    }.ToImmutableDictionary();

    /// <summary>The ids of the company's groups, by name. <c>default</c> is the default group of its VPC.</summary>
    public Dictionary<string, string> Groups { get; } = [];

    /// <summary>The id of the only rule of the group <c>db</c>.</summary>
    public string DatabaseRuleId { get; private set; } = "";

    /// <summary>The company's VPC.</summary>
    public string VpcId { get; private set; } = "";

    /// <summary>Makes the VPC and its groups, as the company's pipeline did.</summary>
    public async Task BuildAsync(CancellationToken cancellationToken)
    {
        var vpc = await CallAsync("CreateVpc", [("CidrBlock", "10.0.0.0/16")]);
        VpcId = QueryClient.Value(vpc, "vpcId");
        var found = await CallAsync("DescribeSecurityGroups", [
            ("Filter.1.Name", "vpc-id"), ("Filter.1.Value.1", VpcId),
            ("Filter.2.Name", "group-name"), ("Filter.2.Value.1", "default")]);
        Groups["default"] = QueryClient.Value(found, "groupId");
        await CreateAsync("web", Permission("tcp", 443, "203.0.113.0/24"));
        await CreateAsync("app", Permission("tcp", 8080, "10.0.0.0/16"));
        DatabaseRuleId = QueryClient.Value(await CreateAsync("db", Permission("tcp", 5432, "10.0.1.0/24")), "securityGroupRuleId");
        await CreateAsync("bastion", Permission("tcp", 22, "203.0.113.0/24"));

        async Task<System.Xml.Linq.XElement> CreateAsync(string name, (string, string)[] permission)
        {
            var created = await CallAsync(
                "CreateSecurityGroup", [("GroupName", name), ("GroupDescription", $"The {name} tier"), ("VpcId", VpcId)]);
            Groups[name] = QueryClient.Value(created, "groupId");
            return await CallAsync("AuthorizeSecurityGroupIngress", [("GroupId", Groups[name]), .. permission]);
        }

        Task<System.Xml.Linq.XElement> CallAsync(string action, (string, string)[] parameters) =>
            client.Ec2Async("AKIAPIPELINE", action, parameters, cancellationToken);
    }

    /// <summary>The parameters of one permission with one IPv4 source, as the Query API names them.</summary>
    public static (string Name, string Value)[] Permission(string protocol, int port, string cidr) =>
    [
        ("IpPermissions.1.IpProtocol", protocol),
        ("IpPermissions.1.FromPort", $"{port}"),
        ("IpPermissions.1.ToPort", $"{port}"),
        ("IpPermissions.1.IpRanges.1.CidrIp", cidr),
    ];
}
