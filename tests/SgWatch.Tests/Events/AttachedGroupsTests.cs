using static SgWatch.Tests.Events.CallHints;

namespace SgWatch.Tests.Events;

/// <summary>Calls that attach groups, or tag them.</summary>
public class AttachedGroupsTests
{
    [Theory]
    [InlineData("RunInstances", "{}", "null", "every group new none")] // no instance is without a group: the answer is missing
    [InlineData("RunInstances", "{}", """{"omitted":true}""", "every group new none")]
    [InlineData(
        "RunInstances",
        """{"RunInstancesRequest":{"NetworkInterface":{"tag":1,"SecurityGroupId":{"tag":1,"content":"sg-1"}}}}""",
        "null",
        "sg-1 attached new none")]
    [InlineData(
        "RunInstances",
        """{"RunInstancesRequest":{"SecurityGroupId":[{"tag":1,"content":"sg-1"},{"tag":2,"content":"sg-2"}]}}""",
        "null",
        "sg-1 attached new none & sg-2 attached new none")]
    [InlineData(
        "RunInstances",
        """{"RunInstancesRequest":{}}""",
        """{"RunInstancesResponse":{"instancesSet":{"item":{"groupSet":{"item":{"groupId":"sg-1"}}}}}}""",
        "sg-1 attached new none")]
    [InlineData("CreateNetworkInterface", """{"groupSet":{}}""", "null", "every group new none")]
    [InlineData("AssociateSecurityGroupVpc", """{"AssociateSecurityGroupVpcRequest":""}""", "null", "every group new none")]
    [InlineData("ModifyInstanceAttribute", """{"instanceId":"i-1","omitted":true}""", "null", "every group new none")]
    [InlineData(
        "ModifyInstanceAttribute",
        """{"ModifyInstanceAttributeRequest":{"InstanceId":"i-1","GroupId":{"tag":1,"content":"sg-1"}}}""",
        "null",
        "sg-1 attached new none")]
    [InlineData(
        "ModifyNetworkInterfaceAttribute",
        """{"ModifyNetworkInterfaceAttributeRequest":{"SecurityGroupId":{"tag":1,"content":"sg-1"}}}""",
        "null",
        "sg-1 attached new none")]
    [InlineData(
        "CreateTags",
        """{"CreateTagsRequest":{"ResourceId":[{"tag":1,"content":"i-1"},{"tag":2,"content":"sg-1"}]}}""",
        "null",
        "sg-1 new none")]
    public void What_is_attached_or_tagged_is_found_in_either_serialisation(
        string eventName, string request, string response, string expected) =>
        Assert.Equal(expected, Hints(eventName, request, response));

    [Theory]
    [InlineData(
        "CreateVpcEndpoint",
        """{"VpcId":"vpc-1","SecurityGroupId":{"tag":1,"content":"sg-1"}}""",
        """{"vpcEndpoint":{"vpcEndpointId":"vpce-1","groupSet":{"item":[{"groupId":"sg-1","groupName":"a"},{"groupId":"sg-2"}]}}}""",
        "sg-1 attached new none & sg-2 attached new none")]
    [InlineData("CreateVpcEndpoint", """{"VpcId":"vpc-1","VpcEndpointType":"Gateway"}""", """{"vpcEndpoint":{"groupSet":""}}""", "")]
    [InlineData(
        "ModifyVpcEndpoint",
        """{"VpcEndpointId":"vpce-1","AddSecurityGroupId":[{"tag":1,"content":"sg-1"}],"RemoveSecurityGroupId":{"content":"sg-2"}}""",
        """{"return":true}""",
        "sg-1 attached new none")]
    [InlineData("ModifyVpcEndpoint", """{"VpcEndpointId":"vpce-1","RemoveSecurityGroupId":{"content":"sg-2"}}""", "null", "")]
    [InlineData(
        "CreateClientVpnEndpoint",
        """{"VpcId":"vpc-1","SecurityGroupId":[{"tag":1,"content":"sg-1"},{"tag":2,"content":"sg-2"}]}""",
        """{"clientVpnEndpointId":"cvpn-endpoint-1"}""",
        "sg-1 attached new none & sg-2 attached new none")]
    [InlineData("CreateClientVpnEndpoint", """{"ClientCidrBlock":"10.0.0.0/16"}""", """{"clientVpnEndpointId":"cvpn-endpoint-1"}""", "")]
    [InlineData(
        "ApplySecurityGroupsToClientVpnTargetNetwork",
        """{"ClientVpnEndpointId":"cvpn-endpoint-1","VpcId":"vpc-1","SecurityGroupId":{"tag":1,"content":"sg-1"}}""",
        """{"securityGroupIds":{"item":"sg-1"}}""",
        "sg-1 attached new none")]
    [InlineData("ApplySecurityGroupsToClientVpnTargetNetwork", "{}", "null", "every group new none")]
    [InlineData(
        "CreateInstanceConnectEndpoint",
        """{"SubnetId":"subnet-1"}""",
        """{"instanceConnectEndpoint":{"securityGroupIdSet":{"item":"sg-1"}}}""",
        "sg-1 attached new none")]
    [InlineData("CreateInstanceConnectEndpoint", """{"SubnetId":"subnet-1"}""", "null", "every group new none")]
    [InlineData("AssociateSecurityGroupVpc", """{"GroupId":"sg-1","VpcId":"vpc-1"}""", "null", "sg-1 attached new none")]
    public void Endpoints_and_VPCs_attach_groups_too(string eventName, string request, string response, string expected) => Assert.Equal(
        expected,
        Hints(eventName, $$$"""{"{{{eventName}}}Request":{{{request}}}}""",
            response == "null" ? response : $$$"""{"{{{eventName}}}Response":{{{response}}}}"""));
}
