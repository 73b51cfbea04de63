using SgWatch.Changes;
using SgWatch.Events;

namespace SgWatch.Tests.Events;

public sealed class EventReaderTests
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
        ["authorize-ingress-objects"] =
            [$"AuthorizeSecurityGroupIngress {Here}: {Group} new {Rule1}, ingress tcp/443 from 198.51.100.0/24"],
        ["authorize-ingress-wrapper"] =
            [$"AuthorizeSecurityGroupIngress {Here}: {Group} new {Rule1}, {Rule2}, "
                + "ingress tcp/22 from 0.0.0.0/1, ingress tcp/22 from 128.0.0.0/1"],
        ["authorize-ingress-name-only"] =
            [$"AuthorizeSecurityGroupIngress {Here}: 'web *?' in default VPC new ingress tcp/22 from 0.0.0.0/0"],
        ["authorize-ingress-name-with-rule-set"] =
            [$"AuthorizeSecurityGroupIngress {Here}: {Group} new {Rule1}, ingress tcp/22 from 0.0.0.0/0"],
        ["authorize-ingress-named-peer"] =
            [$"AuthorizeSecurityGroupIngress {Here}: {Group} new {Rule1}, {Rule2}, "
                + $"ingress tcp/22 from 10.0.0.0/8, ingress tcp/22 from {Other}"],
        ["authorize-ingress-named-peer-no-rule-set"] =
            [$"AuthorizeSecurityGroupIngress {Here}: {Group} new ingress icmp from groups, ingress tcp from groups, "
                + "ingress tcp/22 from groups, ingress udp from groups"],
        ["authorize-ingress-omitted"] = [$"AuthorizeSecurityGroupIngress {Here}: {Group} new all"],
        ["authorize-ingress-contradiction"] = [$"AuthorizeSecurityGroupIngress {Here}: {Group} new all"],
        ["authorize-ingress-bad-port"] = [$"AuthorizeSecurityGroupIngress {Here}: {Group} new all"],
        ["authorize-ingress-no-group"] = [$"AuthorizeSecurityGroupIngress {Here}: every group new none"],
        ["authorize-ingress-failed"] =
            ["ignored: 'AuthorizeSecurityGroupIngress' failed and changed nothing: 'Client.UnauthorizedOperation'"],
        ["authorize-ingress-dry-run"] = ["ignored: 'AuthorizeSecurityGroupIngress' failed and changed nothing: 'Client.DryRunOperation'"],
        ["authorize-ingress-duplicate-failed"] = [$"AuthorizeSecurityGroupIngress {Here}: {Group} new none"],
        ["authorize-ingress-no-peer"] = [$"AuthorizeSecurityGroupIngress {Here}: {Group} new none"],
        ["authorize-ingress-source-group"] = [$"AuthorizeSecurityGroupIngress {Here}: {Group} new {Rule1}, {Rule2}, sgr-00000000000000003, "
            + $"ingress icmp from {Other}, ingress tcp from {Other}, ingress udp from {Other}"],
        ["authorize-ingress-by-service"] = [$"AuthorizeSecurityGroupIngress {Here}: {Group} new ingress tcp/22 from 10.0.0.0/8"],
        ["revoke-ingress"] = [$"RevokeSecurityGroupIngress {Here}: {Group} new none"],
        ["revoke-egress-by-rule-id"] = [$"RevokeSecurityGroupEgress {Here}: {Group} new none"],
        ["revoke-ingress-name-only"] = [$"RevokeSecurityGroupIngress {Here}: {Group} new none"],
        ["modify-rules-one"] = [$"ModifySecurityGroupRules {Here}: {Group} new {Rule1}, tcp/22 with 0.0.0.0/0"],
        ["modify-rules-two"] =
            [$"ModifySecurityGroupRules {Here}: {Group} new {Rule1}, {Rule2}, tcp/22 with 0.0.0.0/0, tcp/22 with ::/0"],
        ["modify-rules-no-list"] = [$"ModifySecurityGroupRules {Here}: {Group} new all"],
        ["modify-rules-no-group"] = [$"ModifySecurityGroupRules {Here}: every group new {Rule1}, tcp/22 with 0.0.0.0/0"],
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
        ["create-vpc-endpoint"] = [$"CreateVpcEndpoint {Here}: {Group} attached new none"],
        ["create-vpc-endpoint-gateway"] = ["ignored: 'CreateVpcEndpoint': attaches no security group"],
        ["modify-vpc-endpoint"] = [$"ModifyVpcEndpoint {Here}: {Group} attached new none"],
        ["create-client-vpn-endpoint"] =
            [$"CreateClientVpnEndpoint {Here}: {Group} attached new none & {Other} attached new none"],
        ["apply-groups-to-client-vpn"] = [$"ApplySecurityGroupsToClientVpnTargetNetwork {Here}: {Group} attached new none"],
        ["create-instance-connect-endpoint"] = [$"CreateInstanceConnectEndpoint {Here}: {Group} attached new none"],
        ["modify-ipam-resolver"] = [$"ModifyIpamPrefixListResolver {Here}: every group new none"],
        ["create-ipam-resolver-target"] =
            [$"CreateIpamPrefixListResolverTarget {Here}: users of pl-0a1b2c3d4e5f60718 new through pl-0a1b2c3d4e5f60718"],
        ["create-ipam-resolver-target-elsewhere"] =
            ["ignored: 'CreateIpamPrefixListResolverTarget': the prefix list is in another region"],
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
        ["config-egress-group"] =
            [$"ConfigurationItem {Here}: {Group} new egress any to ::/0, egress any to pl-0a1b2c3d4e5f60718, egress any to {Other}"],
        ["config-tag-changed"] = [$"ConfigurationItem {Here}: {Group} new none"],
        ["config-diff-unreadable"] = [$"ConfigurationItem {Here}: {Group} new all"],
        ["config-discovered"] = [$"ConfigurationItem {Here}: {Group} new none"],
        ["config-deleted"] = [$"ignored: AWS Config's item of '{Group}': the group is gone"],
        ["config-other-resource"] = ["ignored: AWS Config's item of a 'AWS::EC2::Instance': not a security group"],
        ["config-rule-call"] = [$"ConfigurationItem {Here}: {Group} new ingress tcp/22 from 0.0.0.0/0"],
        ["config-rule-oversized"] = [$"ConfigurationItem {Here}: {Group} new none"],
        ["config-rule-scheduled"] = ["Sweep 111122223333/-: every group new none"],
        ["config-compliance"] = ["ignored: AWS Config's 'ComplianceChangeNotification': says nothing about a group"],
        ["ec2-state-change"] =
            ["ignored: EventBridge's 'EC2 Instance State-change Notification' from 'aws.ec2': says nothing about a group"],
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

    private static Origin OriginOf(string name) =>
        Assert.IsType<Trigger.Change>(Assert.Single(EventReader.Read(Fixture.Bytes(name))).Trigger).Origin;
}
