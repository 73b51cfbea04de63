using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using SgWatch.Policies.Reading;

namespace SgWatch.Tests.Policies.Reading;

/// <summary>The schema agrees with the reader wherever a schema can describe the language.</summary>
public sealed partial class PolicySchemaTests
{
    private static readonly SchemaCheck Schema = new(JsonNode.Parse(PolicySchema.Text)!);

    public static TheoryData<string> PolicyFiles => [.. Checkout.PolicyFiles];

    [Theory]
    [MemberData(nameof(PolicyFiles))]
    public void Every_policy_of_the_library_is_valid(string file) => Assert.True(Schema.Accepts(Json(Checkout.Text("policies", file))));

    [Fact]
    public void Every_policy_in_the_docs_is_valid_and_accepted()
    {
        var examples = PolicyDocs.Examples();

        Assert.NotEmpty(examples);
        Assert.All(examples, example => Assert.IsType<PolicyReadResult.Accepted>(PolicyReader.Read("docs/policy.md", example)));
        Assert.All(examples, example => Assert.True(Schema.Accepts(Json(example)), example));
    }

    [Theory]
    [InlineData("mode: observe")]
    [InlineData("version: 2")]
    [InlineData("version: 1\nmode: on")]
    [InlineData("version: 1\nguardrail: []")]
    [InlineData("version: 1\nworld-open: { ipv4: 33 }")]
    [InlineData("version: 1\nworld-open: { ipv4: '8' }")]
    [InlineData("version: 1\nlimits: { changes-per-hour: 0 }")]
    [InlineData("version: 1\nnetworks: { Office: 10.0.0.0/8 }")]
    [InlineData("version: 1\nnetworks: { world: 10.0.0.0/8 }")]
    [InlineData("version: 1\nnetworks: { office: world }")]
    [InlineData("version: 1\nnetworks: { office: [] }")]
    [InlineData("version: 1\nservices: { tcp: tcp/22 }")]
    [InlineData("version: 1\nservices: { web: 'tcp/80, tcp/443' }")]
    [InlineData("version: 1\nservices: { web: 300 }")]
    [InlineData("version: 1\nguardrails: [{ name: a }]")]
    [InlineData("version: 1\nguardrails: [{ forbid: any }]")]
    [InlineData("version: 1\nguardrails: [{ name: A, forbid: any }]")]
    [InlineData("version: 1\nguardrails: [{ name: none, forbid: any }]")]
    [InlineData("version: 1\nguardrails: [{ name: a, forbid: all }]")]
    [InlineData("version: 1\nguardrails: [{ name: a, forbid: [] }]")]
    [InlineData("version: 1\nguardrails: [{ name: a, forbid: any, severity: urgent }]")]
    [InlineData("version: 1\nguardrails: [{ name: a, forbid: any, groups: {} }]")]
    [InlineData("version: 1\nguardrails: [{ name: a, forbid: any, groups: { id: web } }]")]
    [InlineData("version: 1\nguardrails: [{ name: a, forbid: any, groups: { tags: { tier: } } }]")]
    [InlineData("version: 1\nguardrails: [{ name: a, forbid: any, unless-changed-by: deploy }]")]
    [InlineData("version: 1\nguardrails: [{ name: a, forbid: any, narrow-limit: 3 }]")]
    [InlineData("version: 1\nguardrails: [{ name: a, forbid: [{ ingress: any, to: world }] }]")]
    [InlineData("version: 1\nguardrails: [{ name: a, forbid: [{ ingress: any, egress: any }] }]")]
    [InlineData("version: 1\nguardrails: [{ name: a, forbid: [{ from: world }] }]")]
    [InlineData("version: 1\nguardrails: [{ name: a, forbid: [{ ingress: any, from: { group: web } }] }]")]
    [InlineData("version: 1\nguardrails: [{ name: a, forbid: [{ ingress: any, from: { group: sg-0A1B } }] }]")]
    [InlineData("version: 1\nguardrails: [{ name: a, forbid: [{ ingress: any, from: { prefix-list: pl-0_1 } }] }]")]
    [InlineData("version: 1\nguardrails: [{ name: a, require: any }]")]
    [InlineData("version: 1\nguardrails: [{ name: a, require: [{ ingress: tcp/22, from: world }] }]")]
    [InlineData("version: 1\nguardrails: [{ name: a, require: [{ ingress: tcp/22 }] }]")]
    [InlineData("version: 1\nexemptions: [{ reason: x, allow: any }]")]
    [InlineData("version: 1\nexemptions: [{ reason: x, until: tomorrow, allow: any }]")]
    [InlineData("version: 1\ntests: [{ name: x }]")]
    [InlineData("version: 1\ntests: [{ name: x, expect: {} }]")]
    [InlineData("version: 1\ntests: [{ name: x, rules: [tcp/22], expect: { revoke: all } }]")]
    [InlineData("version: 1\ntests: [{ name: x, group: { id: sg-0A1B }, expect: { revoke: none } }]")]
    [InlineData("version: 1\ntests: [{ name: x, group: { vpc: vpc-1_2 }, expect: { revoke: none } }]")]
    [InlineData("version: 1\ntests: [{ name: x, prefix-lists: { pl-0A1B: [] }, expect: { revoke: none } }]")]
    public void A_broken_file_is_neither_valid_nor_accepted(string text)
    {
        Assert.False(Schema.Accepts(Json(text)));
        Assert.IsType<PolicyReadResult.Rejected>(PolicyReader.Read("f", text));
    }

    private static JsonNode? Json(string yaml)
    {
        var problems = new ProblemList();
        var root = PolicyTree.Read(yaml, problems);
        Assert.True(problems.IsEmpty, string.Join('\n', problems.ToOrdered()));
        return Json(root!);
    }

    // as editors read YAML: its core schema
    private static JsonNode? Json(PolicyNode node) => node switch
    {
        PolicyNode.List list => new JsonArray([.. list.Items.Select(Json)]),
        PolicyNode.Map map => new JsonObject(map.Entries.Select(entry => KeyValuePair.Create(entry.Key.Text, Json(entry.Value)))),
        { IsNull: true } => null,
        PolicyNode.Scalar { IsPlain: true, Text: "true" or "false" } scalar => JsonValue.Create(scalar.Text == "true"),
        PolicyNode.Scalar { IsPlain: true } scalar when Integer().IsMatch(scalar.Text) =>
            JsonValue.Create(long.Parse(scalar.Text, CultureInfo.InvariantCulture)),
        PolicyNode.Scalar scalar => JsonValue.Create(scalar.Text),
        _ => throw new NotSupportedException(),
    };

    [GeneratedRegex("^[-+]?[0-9]{1,18}$")]
    private static partial Regex Integer();
}
