using System.Text.Json.Nodes;
using SgWatch.EndToEnd.Loop;
using SgWatch.EndToEnd.Tools;
using YamlDotNet.RepresentationModel;

namespace SgWatch.EndToEnd.Organization;

/// <summary>The CloudFormation template of the members.</summary>
public sealed class MemberTemplateTests
{
    private static readonly string Template = Path.Combine(Checkout.Root, "terraform", "member.yaml");

    [Fact]
    public async Task Cfn_lint_finds_nothing()
    {
        var lint = await Tool.RunAsync(
            await Python.FindAsync("cfnlint.runner", "pip install cfn-lint"),
            ["-c", "import sys; from cfnlint.runner import main; sys.exit(main())", "--include-checks", "I", "--", Template],
            timeout: TimeSpan.FromMinutes(2));
        Assert.True(lint.ExitCode == 0, lint.Output + lint.Error);
    }

    [Fact]
    public async Task Its_event_pattern_is_that_of_the_hubs_own_rule()
    {
        var file = Path.Combine(Checkout.Root, "terraform", "event-pattern.json");
        var pattern = JsonNode.Parse(await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken));
        Assert.True(JsonNode.DeepEquals(pattern, Json(At("Resources", "ForwardRule", "Properties", "EventPattern"))));
    }

    [Fact]
    public void The_role_may_do_what_the_guard_does_and_nothing_else() => Assert.Equal(
        [
            "cloudtrail:LookupEvents", "ec2:AuthorizeSecurityGroupEgress", "ec2:AuthorizeSecurityGroupIngress",
            "ec2:DescribeManagedPrefixLists", "ec2:DescribeSecurityGroupRules", "ec2:DescribeSecurityGroupVpcAssociations",
            "ec2:DescribeSecurityGroups", "ec2:DescribeVpcs",
            "ec2:GetManagedPrefixListEntries",
            "ec2:RevokeSecurityGroupEgress", "ec2:RevokeSecurityGroupIngress", "securityhub:BatchImportFindings",
            "servicequotas:GetAWSDefaultServiceQuota", "servicequotas:GetServiceQuota",
        ],
        ActionsOf("MemberRole"));

    [Fact]
    public void Peoples_role_may_read_what_baseline_and_explain_need_and_nothing_else() => Assert.Equal(
        [
            "ec2:DescribeManagedPrefixLists", "ec2:DescribeNetworkInterfaces", "ec2:DescribeSecurityGroupRules",
            "ec2:DescribeSecurityGroupVpcAssociations", "ec2:DescribeSecurityGroups", "ec2:GetManagedPrefixListEntries",
        ],
        ActionsOf("ReaderRole"));

    private static IEnumerable<string?> ActionsOf(string role) =>
        ((YamlSequenceNode)At("Resources", role, "Properties", "Policies").AllNodes.OfType<YamlMappingNode>()
            .Single(node => node.Children.ContainsKey("Statement")).Children["Statement"]).AllNodes.OfType<YamlMappingNode>()
            .Where(node => node.Children.ContainsKey("Action"))
            .Select(statement => statement.Children["Action"])
            .SelectMany(action => action is YamlSequenceNode list ? list.Children : [action])
            .Select(action => ((YamlScalarNode)action).Value).Order(StringComparer.Ordinal);

    private static YamlNode At(params string[] path)
    {
        var stream = new YamlStream();
        using var reader = new StreamReader(Template);
        stream.Load(reader);
        return path.Aggregate(stream.Documents[0].RootNode, static (node, name) => ((YamlMappingNode)node).Children[name]);
    }

    private static JsonNode? Json(YamlNode node) => node switch
    {
        YamlMappingNode map => new JsonObject(
            map.Children.Select(child => KeyValuePair.Create(((YamlScalarNode)child.Key).Value!, Json(child.Value)))),
        YamlSequenceNode list => new JsonArray([.. list.Children.Select(Json)]),
        YamlScalarNode { Value: "true" or "false", Style: YamlDotNet.Core.ScalarStyle.Plain } scalar => scalar.Value == "true",
        YamlScalarNode scalar => scalar.Value,
        _ => throw new FormatException($"{node}"),
    };
}
