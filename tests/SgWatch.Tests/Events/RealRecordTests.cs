using SgWatch.Events;

namespace SgWatch.Tests.Events;

/// <summary>
/// Records that CloudTrail really wrote. They belong to others and aren't in this repository. They are read, if they exist, from the folder
/// <c>SGWATCH_SHARED_DATA</c>, or else from <c>../shared/data</c> next to the checkout.
/// </summary>
public class RealRecordTests
{
    // each expectation was written from reading the record
    private static readonly Dictionary<string, string> Expected = new()
    {
        ["AuthorizeSecurityGroupEgress.2020.panther"] =
            "AuthorizeSecurityGroupEgress 112233445566/us-east-1: sg-03eee825d6bb78f54 new egress any to 0.0.0.0/0",
        ["AuthorizeSecurityGroupEgress.all-v4-v6.invictus"] =
            "AuthorizeSecurityGroupEgress 123837392027/us-east-1: sg-04cfb7a4712d75b00 new "
            + "sgr-035a6016fe8ef01c5, sgr-08d9fb7a2d678c6e8, egress any to 0.0.0.0/0, egress any to ::/0",
        ["AuthorizeSecurityGroupIngress.flat.invictus"] =
            "AuthorizeSecurityGroupIngress 123837392027/us-east-1: sg-04cfb7a4712d75b00 new "
            + "sgr-0a11552a7d225f5c7, ingress tcp/22 from 0.0.0.0/0",
        ["AuthorizeSecurityGroupIngress.group-reference.eventbridge-2017.netflix"] =
            "AuthorizeSecurityGroupIngress 123456789010/us-east-1: sg-4e386e31 new ingress tcp from sg-4e386e22",
        ["AuthorizeSecurityGroupIngress.terraform.invictus"] =
            "AuthorizeSecurityGroupIngress 123837392027/us-east-1: sg-04cfb7a4712d75b00 new "
            + "sgr-0bb31cddb2c27f401, ingress tcp/443 from 0.0.0.0/0",
        ["CreateFlowLogs.request-wrapper.invictus"] = "ignored: 'CreateFlowLogs': changes no security group",
        ["CreateNatGateway.request-wrapper.invictus"] = "ignored: 'CreateNatGateway': changes no security group",
        ["CreateNetworkInterface.default-group.invictus"] =
            "CreateNetworkInterface 123837392027/us-east-1: sg-0b233157065b7d5e2 attached new none",
        ["CreateSecurityGroup.2020.panther"] = "CreateSecurityGroup 112233445566/us-east-1: sg-04d018d184a18f647 new none",
        ["CreateSecurityGroup.invictus"] = "CreateSecurityGroup 123837392027/us-east-1: sg-04cfb7a4712d75b00 new none",
        ["CreateTags.image.invictus"] = "ignored: 'CreateTags': tags no security group",
        ["CreateVpc.limit-exceeded.invictus"] = "ignored: 'CreateVpc' failed and changed nothing: 'Client.VpcLimitExceeded'",
        ["CreateVpc.second.invictus"] = "CreateVpc 123837392027/us-east-1: 'default' in vpc-07b33857c7ad1c027 new none",
        ["CreateVpc.tags.invictus"] = "CreateVpc 123837392027/us-east-1: 'default' in vpc-06fe1a64761a0f720 new none",
        ["DeleteFlowLogs.request-wrapper.stratus"] = "ignored: 'DeleteFlowLogs': changes no security group",
        ["DeleteSecurityGroup.invictus"] = "ignored: 'DeleteSecurityGroup': the group is gone",
        ["DeleteTransitGatewayVpcAttachment.eventbridge.custodian"] =
            "ignored: 'DeleteTransitGatewayVpcAttachment': changes no security group",
        ["DescribeSecurityGroups.not-found.invictus"] =
            "ignored: 'DescribeSecurityGroups' failed and changed nothing: 'Client.InvalidGroup.NotFound'",
        ["EnableSerialConsoleAccess.empty-wrapper.stratus"] = "ignored: 'EnableSerialConsoleAccess': changes no security group",
        ["ModifyInstanceAttribute.invictus"] = "ignored: 'ModifyInstanceAttribute': attaches no security group",
        ["ModifyInstanceAttribute.user-data.stratus"] = "ignored: 'ModifyInstanceAttribute': attaches no security group",
        ["ModifyMountTargetSecurityGroups.custodian"] =
            "ignored: 'ModifyMountTargetSecurityGroups' of 'elasticfilesystem.amazonaws.com': another service's event",
        ["RevokeSecurityGroupEgress.invictus"] = "RevokeSecurityGroupEgress 123837392027/us-east-1: sg-04cfb7a4712d75b00 new none",
        ["RevokeSecurityGroupEgress.not-found.invictus"] =
            "ignored: 'RevokeSecurityGroupEgress' failed and changed nothing: 'Client.InvalidPermission.NotFound'",
        ["RunInstances.2016.custodian"] = "RunInstances 619193117841/us-west-1: sg-bd2d87d9 attached new none",
        ["RunInstances.dry-run.panther"] = "ignored: 'RunInstances' failed and changed nothing: 'Client.DryRunOperation'",
        ["RunInstances.invalid-parameter.invictus"] = "ignored: 'RunInstances' failed and changed nothing: 'Client.InvalidParameterValue'",
        ["RunInstances.invictus"] = "RunInstances 123837392027/us-east-1: sg-0b233157065b7d5e2 attached new none",
    };

    [Fact]
    public void Every_real_record_leads_where_it_should()
    {
        foreach (var path in Paths())
        {
            var name = Path.GetFileNameWithoutExtension(path);
            var message = Assert.Single(EventReader.Read(File.ReadAllBytes(path)));
            Assert.True(Expected.TryGetValue(name, out var expected), $"{name}: read the record and write its expectation here");
            Assert.Equal($"{name}: {expected}", $"{name}: {TriggerText.Of(message.Trigger)}");
        }
    }

    private static string[] Paths()
    {
        var data = Environment.GetEnvironmentVariable("SGWATCH_SHARED_DATA") is { Length: > 0 } named
            ? named
            : Path.Combine(Checkout.Root, "..", "shared", "data");
        var folder = Path.Combine(data, "cloudtrail");
        return Directory.Exists(folder) ? Directory.GetFiles(folder, "*.json") : [];
    }
}
