using System.Text;
using System.Text.Json.Nodes;
using SgWatch.Changes;
using SgWatch.Events;

namespace SgWatch.Tests.Events;

public class EventReaderTests
{
    private const string Group = "sg-0a1b2c3d4e5f60718";
    private const string Other = "sg-0fedcba9876543210";
    private const string Vpc = "vpc-0a1b2c3d4e5f60718";
    private const string Here = "111122223333/eu-west-1";
    private const string Rule1 = "sgr-00000000000000001";
    private const string Rule2 = "sgr-00000000000000002";

    private static readonly Dictionary<string, string[]> Expected = new()
    {
        ["authorize-ingress"] = [$"AuthorizeSecurityGroupIngress {Here}: {Group} new {Rule1}, ingress tcp/22 from 0.0.0.0/0"],
        ["authorize-ingress-many"] = [$"AuthorizeSecurityGroupIngress {Here}: {Group} new {Rule1}, {Rule2}, sgr-00000000000000003, "
            + "sgr-00000000000000004, sgr-00000000000000005, ingress any from 0.0.0.0/0, ingress any from ::/0, "
            + $"ingress icmp/3/4 from 198.51.100.0/24, ingress udp/53 from pl-0a1b2c3d4e5f60718, ingress udp/53 from {Other}"],
        ["authorize-egress-no-rule-set"] = [$"AuthorizeSecurityGroupEgress {Here}: {Group} new egress any to 0.0.0.0/0"],
        ["authorize-ingress-flat"] = [$"AuthorizeSecurityGroupIngress {Here}: {Group} new {Rule1}, ingress tcp/22 from 0.0.0.0/0"],
        ["authorize-ingress-host-bits"] = [$"AuthorizeSecurityGroupIngress {Here}: {Group} new {Rule1}, ingress tcp/3389 from 0.0.0.0/0"],
        ["authorize-ingress-objects"] = [$"AuthorizeSecurityGroupIngress {Here}: {Group} new {Rule1}, ingress tcp/443 from 198.51.100.0/24"],
        ["authorize-ingress-wrapper"] =
            [$"AuthorizeSecurityGroupIngress {Here}: {Group} new {Rule1}, {Rule2}, ingress tcp/22 from 0.0.0.0/1, ingress tcp/22 from 128.0.0.0/1"],
        ["authorize-ingress-name-only"] = [$"AuthorizeSecurityGroupIngress {Here}: 'web *?' in default VPC new ingress tcp/22 from 0.0.0.0/0"],
        ["authorize-ingress-name-with-rule-set"] =
            [$"AuthorizeSecurityGroupIngress {Here}: {Group} new {Rule1}, ingress tcp/22 from 0.0.0.0/0"],
        ["authorize-ingress-named-peer"] =
            [$"AuthorizeSecurityGroupIngress {Here}: {Group} new {Rule1}, {Rule2}, ingress tcp/22 from 10.0.0.0/8"],
        ["authorize-ingress-named-peer-no-rule-set"] = [$"AuthorizeSecurityGroupIngress {Here}: {Group} new all"],
        ["authorize-ingress-omitted"] = [$"AuthorizeSecurityGroupIngress {Here}: {Group} new all"],
        ["authorize-ingress-contradiction"] = [$"AuthorizeSecurityGroupIngress {Here}: {Group} new all"],
        ["authorize-ingress-bad-port"] = [$"AuthorizeSecurityGroupIngress {Here}: {Group} new all"],
        ["authorize-ingress-no-group"] = [$"AuthorizeSecurityGroupIngress {Here}: every group new none"],
        ["authorize-ingress-failed"] = ["ignored: 'AuthorizeSecurityGroupIngress' failed and changed nothing: 'Client.UnauthorizedOperation'"],
        ["authorize-ingress-dry-run"] = ["ignored: 'AuthorizeSecurityGroupIngress' failed and changed nothing: 'Client.DryRunOperation'"],
        ["authorize-ingress-by-service"] = [$"AuthorizeSecurityGroupIngress {Here}: {Group} new ingress tcp/22 from 10.0.0.0/8"],
        ["revoke-ingress"] = [$"RevokeSecurityGroupIngress {Here}: {Group} new none"],
        ["revoke-egress-by-rule-id"] = [$"RevokeSecurityGroupEgress {Here}: {Group} new none"],
        ["revoke-ingress-name-only"] = [$"RevokeSecurityGroupIngress {Here}: {Group} new none"],
        ["modify-rules-one"] = [$"ModifySecurityGroupRules {Here}: {Group} new {Rule1}"],
        ["modify-rules-two"] = [$"ModifySecurityGroupRules {Here}: {Group} new {Rule1}, {Rule2}"],
        ["modify-rules-no-list"] = [$"ModifySecurityGroupRules {Here}: {Group} new all"],
        ["modify-rules-no-group"] = [$"ModifySecurityGroupRules {Here}: every group new {Rule1}"],
        ["update-descriptions"] = [$"UpdateSecurityGroupRuleDescriptionsIngress {Here}: {Group} new none"],
        ["create-group"] = [$"CreateSecurityGroup {Here}: {Group} new none"],
        ["create-group-no-response"] = [$"CreateSecurityGroup {Here}: 'web' in {Vpc} new none"],
        ["delete-group"] = ["ignored: 'DeleteSecurityGroup': the group is gone"],
        ["create-vpc"] = [$"CreateVpc {Here}: 'default' in {Vpc} new none"],
        ["create-default-vpc"] = [$"CreateDefaultVpc {Here}: 'default' in {Vpc} new none"],
        ["create-vpc-no-response"] = [$"CreateVpc {Here}: every group new none"],
        ["modify-prefix-list"] = [$"ModifyManagedPrefixList {Here}: users of pl-0a1b2c3d4e5f60718 new through pl-0a1b2c3d4e5f60718"],
        ["create-tags"] = [$"CreateTags {Here}: {Group} new none & {Other} new none"],
        ["delete-tags-instance"] = ["ignored: 'DeleteTags': tags no security group"],
        ["run-instances"] = [$"RunInstances {Here}: {Group} attached new none & {Other} attached new none"],
        ["run-instances-request-only"] = [$"RunInstances {Here}: {Group} attached new none"],
        ["create-network-interface"] = [$"CreateNetworkInterface {Here}: {Group} attached new none"],
        ["modify-network-interface"] = [$"ModifyNetworkInterfaceAttribute {Here}: {Group} attached new none"],
        ["modify-network-interface-other"] = ["ignored: 'ModifyNetworkInterfaceAttribute': attaches no security group"],
        ["modify-instance-groups"] = [$"ModifyInstanceAttribute {Here}: {Group} attached new none"],
        ["associate-group-vpc"] = [$"AssociateSecurityGroupVpc {Here}: {Group} attached new none"],
        ["describe-groups"] = ["ignored: 'DescribeSecurityGroups': changes no security group"],
        ["other-service"] = ["ignored: 'ModifyMountTargetSecurityGroups' of 'elasticfilesystem.amazonaws.com': another service's event"],
        ["log-file"] = [$"CreateVpc {Here}: 'default' in {Vpc} new none",
            $"AuthorizeSecurityGroupIngress {Here}: {Group} new {Rule1}, ingress tcp/22 from 0.0.0.0/0"],
        ["sqs-batch"] = [$"AuthorizeSecurityGroupIngress {Here}: {Group} new {Rule1}, ingress tcp/22 from 0.0.0.0/0",
            "Sweep -/-: every group new none",
            $"Unreadable {Here}: {Group} new all",
            $"AuthorizeSecurityGroupIngress {Here}: {Group} new {Rule1}, ingress tcp/22 from 0.0.0.0/0",
            "ignored: unreadable, and names no security group (5 bytes)"],
        ["sqs-empty-batch"] = ["ignored: an empty batch"],
        ["schedule"] = [$"Sweep {Here}: every group new none"],
        ["manual-sweep"] = [$"Sweep {Here}: every group new none"],
        ["manual-look"] = [$"Manual -/-: {Group} new none"],
        ["manual-look-two"] = [$"Manual {Here}: {Group} new none & {Other} new none"],
        ["manual-mistake"] = ["ignored: group 'web': expected an id such as 'sg-0123456789abcdef0'"],
        ["config-rule-added"] = [$"ConfigurationItem {Here}: {Group} new ingress tcp/22 from 0.0.0.0/0"],
        ["config-egress-group"] = [$"ConfigurationItem {Here}: {Group} new egress any to ::/0, egress any to pl-0a1b2c3d4e5f60718, egress any to {Other}"],
        ["config-tag-changed"] = [$"ConfigurationItem {Here}: {Group} new none"],
        ["config-diff-unreadable"] = [$"ConfigurationItem {Here}: {Group} new all"],
        ["config-discovered"] = [$"ConfigurationItem {Here}: {Group} new none"],
        ["config-deleted"] = [$"ignored: AWS Config's item of '{Group}': the group is gone"],
        ["config-other-resource"] = ["ignored: AWS Config's item of a 'AWS::EC2::Instance': not a security group"],
        ["config-rule-call"] = [$"ConfigurationItem {Here}: {Group} new ingress tcp/22 from 0.0.0.0/0"],
        ["config-rule-oversized"] = [$"ConfigurationItem {Here}: {Group} new none"],
        ["config-rule-scheduled"] = ["Sweep 111122223333/-: every group new none"],
        ["config-compliance"] = ["ignored: AWS Config's 'ComplianceChangeNotification': says nothing of a group"],
        ["ec2-state-change"] = ["ignored: EventBridge's 'EC2 Instance State-change Notification' from 'aws.ec2': says nothing of a group"],
        ["something-else"] = ["ignored: no message that SgWatch knows: an object with 'hello', 'a?b'"],
    };

    public static TheoryData<string> Names => [.. Fixture.Names];

    [Theory, MemberData(nameof(Names))]
    public void Every_shape_leads_where_it_should(string name) => Assert.Equal(
        Expected[name], EventReader.Read(Fixture.Bytes(name)).Select(message => TriggerText.Of(message.Trigger)));

    [Fact]
    public void Every_expectation_has_its_fixture() => Assert.Equal(Fixture.Names, Expected.Keys.Order(StringComparer.Ordinal));

    [Fact]
    public void A_batch_keeps_the_ids_of_its_messages() => Assert.Equal(
        Enumerable.Range(1, 5).Select(number => $"30000000-0000-4000-8000-00000000000{number}"),
        EventReader.Read(Fixture.Bytes("sqs-batch")).Select(message => message.MessageId));

    [Fact]
    public void Origin_says_who_called_what_and_when()
    {
        var origin = OriginOf("authorize-ingress");
        Assert.Equal("10000000-0000-4000-8000-000000000001", origin.EventId);
        Assert.Equal(new DateTimeOffset(2026, 3, 1, 9, 30, 0, TimeSpan.Zero), origin.EventTime);
        Assert.Equal(new Actor
        {
            Type = "AssumedRole",
            Arn = "arn:aws:sts::111122223333:assumed-role/Developer/alice",
            SessionIssuerArn = "arn:aws:iam::111122223333:role/Developer",
            SourceIpAddress = "203.0.113.7",
            UserAgent = "aws-cli/2.22.0",
        }, origin.Actor);
    }

    [Fact]
    public void A_service_has_no_arn_and_fields_of_the_wrong_type_are_left_out()
    {
        var origin = OriginOf("authorize-ingress-by-service");
        Assert.Equal(new DateTimeOffset(2026, 3, 1, 9, 30, 0, TimeSpan.Zero), origin.EventTime);
        Assert.Equal(new Actor
        {
            Type = "AWSService",
            InvokedBy = "elasticloadbalancing.amazonaws.com",
            SourceIpAddress = "elasticloadbalancing.amazonaws.com",
        }, origin.Actor);
    }

    [Theory]
    [InlineData(
        """{"sgwatch":"sweep","continueAt":"abc==","hops":3,"restarts":1}""",
        "Sweep -/-: every group from abc==, hop 3, restart 1 new none")]
    [InlineData("""{"sgwatch":"sweep","continueAt":""}""", "Sweep -/-: every group new none")]
    [InlineData("""{"sgwatch":"sweep","continueAt":{}}""", "Sweep -/-: every group new none")]
    [InlineData("""{"sgwatch":"sweep","continueAt":["a"]}""", "ignored: sgwatch 'sweep', continueAt: expected a token of a listing")]
    [InlineData("""{"sgwatch":"sweep","hops":-1}""", "ignored: sgwatch 'sweep': hops and restarts are numbers from 0")]
    [InlineData(
        """{"sgwatch":"sweep","accounts":["111122223333","123456789012","111122223333"],"regions":["eu-west-1"]}""",
        "sweep of 111122223333 123456789012 in eu-west-1, pause ")]
    [InlineData(
        """{"sgwatch":"sweep","accounts":["111122223333"],"regions":["eu-west-1"],"pause":9000}""",
        "sweep of 111122223333 in eu-west-1, pause 900")]
    [InlineData(
        """{"sgwatch":"sweep","accounts":["1"],"regions":["eu-west-1"]}""",
        "ignored: sgwatch 'sweep' of '1': expected accounts of 12 digits, in quotes, and regions such as 'eu-west-1'")]
    [InlineData(
        """{"sgwatch":"sweep","accounts":["111122223333"]}""",
        "ignored: sgwatch 'sweep' of many: expected 'accounts' (1 to 20000) and 'regions' (1 to 64), and neither 'account' nor 'region'")]
    public void A_sweep_goes_on_or_is_of_many(string message, string expected) =>
        Assert.Equal(expected, TriggerText.Of(Assert.Single(EventReader.Read(Encoding.UTF8.GetBytes(message))).Trigger));

    [Theory]
    [InlineData("2026-03-01T09:30:00Z", "2026-03-01T09:30:00+00:00")]
    [InlineData("2026-03-01T09:30:00.25Z", "2026-03-01T09:30:00.25+00:00")]
    [InlineData("2026-03-01T11:30:00+02:00", "2026-03-01T09:30:00+00:00")]
    [InlineData("2026-03-01 09:30:00", "2026-03-01T09:30:00+00:00")]
    [InlineData("2026-03-01 09:30:00.000", "2026-03-01T09:30:00+00:00")]
    [InlineData("yesterday", "2026-03-01T09:30:01+00:00")] // the envelope's
    public void Event_time_is_read_in_the_forms_that_are_in_use(string text, string expected)
    {
        var message = JsonNode.Parse(Fixture.Bytes("authorize-ingress"))!;
        message["detail"]!["eventTime"] = text;
        Assert.Equal(DateTimeOffset.Parse(expected, null), ChangeOf(message).Origin.EventTime);
    }

    [Theory]
    [InlineData("123456789012", "123456789012")]
    [InlineData("12345678901", "111122223333")] // the envelope's
    [InlineData("12345678901a", "111122223333")]
    [InlineData("../3456789012", "111122223333")]
    public void An_account_is_twelve_digits(string account, string expected)
    {
        var message = JsonNode.Parse(Fixture.Bytes("authorize-ingress"))!;
        message["detail"]!["recipientAccountId"] = account;
        Assert.Equal(expected, ChangeOf(message).Origin.Account);
    }

    [Theory]
    [InlineData("us-gov-west-1", "us-gov-west-1")]
    [InlineData("evil.example/", "eu-west-1")] // the envelope's
    [InlineData("", "eu-west-1")]
    public void A_region_is_letters_digits_and_hyphens(string region, string expected)
    {
        var message = JsonNode.Parse(Fixture.Bytes("authorize-ingress"))!;
        message["detail"]!["awsRegion"] = region;
        Assert.Equal(expected, ChangeOf(message).Origin.Region);
    }

    [Theory]
    [InlineData("sg-1", "sg-1")]
    [InlineData("sg-", "every group")]
    [InlineData("sg-0a1b\\n", "every group")]
    [InlineData("sg-0A1B", "every group")]
    [InlineData("i-0a1b2c3d4e5f60718", "every group")]
    [InlineData("sg-0123456789012345678901234567890123456789012345678901234567890123456789", "every group")]
    public void A_group_id_that_is_none_goes_nowhere(string groupId, string target)
    {
        var message = JsonNode.Parse(Fixture.Bytes("revoke-ingress"))!;
        message["detail"]!["requestParameters"]!["groupId"] = groupId;
        Assert.Equal($"{target} new none", TriggerText.Of(Assert.Single(ChangeOf(message).Hints)));
    }

    [Theory]
    [InlineData(255, "NamedGroup")]
    [InlineData(256, "EveryGroup")]
    [InlineData(0, "EveryGroup")]
    public void A_group_name_has_1_to_255_characters(int length, string target)
    {
        var message = JsonNode.Parse(Fixture.Bytes("authorize-ingress-name-only"))!;
        message["detail"]!["requestParameters"]!["groupName"] = new string('*', length);
        Assert.Equal(target, Assert.Single(ChangeOf(message).Hints).Target.GetType().Name);
    }

    [Fact]
    public void Text_that_is_only_shown_is_cut_but_never_in_half_a_character()
    {
        var message = JsonNode.Parse(Fixture.Bytes("authorize-ingress"))!;
        message["detail"]!["userAgent"] = new string('a', 999) + "😀" + new string('b', 5000);
        Assert.Equal(new string('a', 999), ChangeOf(message).Origin.Actor!.UserAgent);
    }

    [Fact]
    public void More_rules_than_a_group_can_hold_are_not_compared_one_by_one()
    {
        var message = JsonNode.Parse(Fixture.Bytes("authorize-egress-no-rule-set"))!;
        var items = message["detail"]!["requestParameters"]!["ipPermissions"]!["items"]![0]!["ipRanges"]!["items"]!.AsArray();
        for (var number = 0; number < 2000; number++)
        {
            items.Add(new JsonObject { ["cidrIp"] = $"10.{number / 256}.{number % 256}.0/24" });
        }
        Assert.True(Assert.Single(ChangeOf(message).Hints).Changed.IsAll);
    }

    [Fact]
    public void A_property_twice_could_mean_either_so_the_message_is_unreadable()
    {
        var text = Encoding.UTF8.GetString(Fixture.Bytes("authorize-ingress"))
            .Replace($"\"groupId\": \"{Group}\"", $"\"groupId\": \"{Other}\", \"groupId\": \"{Group}\"", StringComparison.Ordinal);
        Assert.Equal($"Unreadable {Here}: {Other} new all & {Group} new all", One(text));
    }

    [Theory]
    [InlineData("""{"eventSource":"ec2.amazonaws.com","eventName":"AuthorizeSecurityGroupIngress","\ud800":1,"a":"sg-0a1b2c3d4e5f60718"}""",
        "Unreadable -/-: sg-0a1b2c3d4e5f60718 new all")]
    [InlineData("""{"eventSource":"ec2.amazonaws.com","eventName":"RevokeSecurityGroupIngress","requestParameters":{"groupName":"\ud800"}}""",
        "RevokeSecurityGroupIngress -/-: every group new none")]
    [InlineData("""{"eventName":"CreateVpc","requestParameters":{"\ud800":{"a":1}}}""", "Unreadable -/-: every group new none")]
    [InlineData("""{"eventSource":"ec2.amazonaws.com","eventName":"\udfff"}""", "Unreadable -/-: every group new none")]
    [InlineData("""{"Records":[{"messageId":"m","eventSource":"aws:sqs","body":"\ud800 sg-0a1b2c3d4e5f60718"}]}""",
        "Unreadable -/-: sg-0a1b2c3d4e5f60718 new all")]
    public void Text_that_is_no_text_is_borne(string json, string expected) => Assert.Equal(expected, One(json));

    [Fact]
    public void Bytes_that_are_no_UTF8_are_searched_for_groups()
    {
        var bytes = Encoding.UTF8.GetBytes("{\"?\":\"sg-0a1b2c3d4e5f60718\"}");
        bytes[2] = 0xEE;
        Assert.Equal("Unreadable -/-: sg-0a1b2c3d4e5f60718 new all", TriggerText.Of(Assert.Single(EventReader.Read(bytes)).Trigger));
    }

    [Theory]
    [InlineData("", "ignored: unreadable, and names no security group (0 bytes)")]
    [InlineData("null", "ignored: no message that SgWatch knows: a JSON Null")]
    [InlineData("[]", "ignored: no message that SgWatch knows: a JSON Array")]
    [InlineData("{}", "ignored: no message that SgWatch knows: an object with ")]
    [InlineData("{\"\":{\"\":1}}", "ignored: no message that SgWatch knows: an object with ''")]
    [InlineData("{\"Records\":{}}", "ignored: unreadable, and names no security group (14 bytes)")]
    [InlineData("{\"Records\":[7]}", "ignored: no message that SgWatch knows: a JSON Number")]
    [InlineData("{\"eventName\":\"CreateVpc\",\"requestParameters\":{\"\":{}}}", "CreateVpc -/-: every group new none")]
    [InlineData("{\"sgwatch\":\"look\"}",
        "ignored: sgwatch 'look': expected 'group' or 'groups' with 1 to 1000 ids such as 'sg-0123456789abcdef0'")]
    [InlineData("{\"sgwatch\":\"dance\"}", "ignored: sgwatch 'dance': expected 'look' or 'sweep'")]
    [InlineData("{\"sgwatch\":\"sweep\",\"account\":\"1\"}", "ignored: account '1': expected 12 digits, in quotes")]
    [InlineData("{\"sgwatch\":\"sweep\",\"region\":\"EU\"}", "ignored: region 'EU': expected such as 'eu-west-1'")]
    [InlineData("\uFEFF{\"sgwatch\":\"sweep\"}", "Sweep -/-: every group new none")]
    public void Small_and_strange_messages_have_their_outcome(string json, string expected) => Assert.Equal(expected, One(json));

    private static string One(string json) =>
        TriggerText.Of(Assert.Single(EventReader.Read(Encoding.UTF8.GetBytes(json))).Trigger);

    private static Origin OriginOf(string name) =>
        Assert.IsType<Trigger.Change>(Assert.Single(EventReader.Read(Fixture.Bytes(name))).Trigger).Origin;

    private static Trigger.Change ChangeOf(JsonNode message) =>
        Assert.IsType<Trigger.Change>(Assert.Single(EventReader.Read(Encoding.UTF8.GetBytes(message.ToJsonString()))).Trigger);
}
