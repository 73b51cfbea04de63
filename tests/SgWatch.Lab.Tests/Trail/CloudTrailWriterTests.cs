using System.Text.Json;
using SgWatch.Lab.Identities;

namespace SgWatch.Lab.Tests.Trail;

/// <summary>Records read as those who get them do. The shapes are those of real records.</summary>
public sealed class CloudTrailWriterTests : LabFixture
{
    private const string Guard = "arn:aws:sts::111122223333:assumed-role/sgwatch/guard";

    protected override LabOptions Options => base.Options with
    {
        Identities = System.Collections.Immutable.ImmutableDictionary<string, LabIdentity>.Empty
            .Add("AKIAGUARD", new(Guard) { SourceIpAddress = "203.0.113.9" }),
    };

    [Fact]
    public async Task The_envelope_and_the_record_say_who_when_and_where()
    {
        await CreateGroupAsync("web");
        var message = Assert.Single(await EventsAsync());
        var detail = message.GetProperty("detail");
        Assert.Equal(
            OneLine("""
            {"version":"0","detail-type":"AWS API Call via CloudTrail","source":"aws.ec2","account":"111122223333",
            "time":"2026-03-01T12:00:00Z","region":"us-east-1","resources":[]}
            """),
            Pick(message, "version", "detail-type", "source", "account", "time", "region", "resources"));
        Assert.Equal(
            OneLine("""
            {"eventVersion":"1.10","eventTime":"2026-03-01T12:00:00Z","eventSource":"ec2.amazonaws.com",
            "eventName":"CreateSecurityGroup","awsRegion":"us-east-1","sourceIPAddress":"127.0.0.1",
            "userAgent":"lab-tests/1.0","readOnly":false,"eventType":"AwsApiCall","managementEvent":true,
            "recipientAccountId":"111122223333","eventCategory":"Management"}
            """),
            Pick(detail, "eventVersion", "eventTime", "eventSource", "eventName", "awsRegion", "sourceIPAddress", "userAgent", "readOnly",
                "eventType", "managementEvent", "recipientAccountId", "eventCategory"));
        Assert.Equal(
            OneLine("""
            {"type":"IAMUser","arn":"arn:aws:iam::111122223333:user/lab","accountId":"111122223333",
            "accessKeyId":"AKIATEST","userName":"lab"}
            """),
            Pick(detail.GetProperty("userIdentity"), "type", "arn", "accountId", "accessKeyId", "userName"));
        Assert.Equal(detail.GetProperty("requestID").GetString(),
            detail.GetProperty("responseElements").GetProperty("requestId").GetString());
        Assert.True(Guid.TryParse(detail.GetProperty("eventID").GetString(), out _));
    }

    [Fact]
    public async Task A_session_is_written_with_its_role()
    {
        using var guard = new LabClient(Lab.Url, accessKeyId: "AKIAGUARD");
        await guard.Ec2TextAsync("return", "CreateTags", $"ResourceId.1={DefaultGroupId}&Tag.1.Key=a");
        var detail = Assert.Single(await EventsAsync()).GetProperty("detail");
        var identity = detail.GetProperty("userIdentity");
        Assert.Equal(("AssumedRole", Guard, "203.0.113.9"),
            (identity.GetProperty("type").GetString(), identity.GetProperty("arn").GetString(),
                detail.GetProperty("sourceIPAddress").GetString()));
        Assert.Equal(
            """{"type":"Role","arn":"arn:aws:iam::111122223333:role/sgwatch","accountId":"111122223333","userName":"sgwatch"}""",
            Pick(identity.GetProperty("sessionContext").GetProperty("sessionIssuer"), "type", "arn", "accountId", "userName"));
    }

    [Theory]
    [InlineData("AuthorizeSecurityGroupIngress",
        "GroupId={default}&IpPermissions.1.IpProtocol=tcp&IpPermissions.1.FromPort=443&IpPermissions.1.ToPort=443"
            + "&IpPermissions.1.IpRanges.1.CidrIp=0.0.0.0/0&IpPermissions.1.IpRanges.1.Description=TLS",
        """
        {"groupId":"{default}","ipPermissions":{"items":[{"ipProtocol":"tcp","fromPort":443,"toPort":443,"groups":{},
        "ipRanges":{"items":[{"cidrIp":"0.0.0.0/0","description":"TLS"}]},"ipv6Ranges":{},"prefixListIds":{}}]}}
        """,
        """
        {"requestId":"{id}","_return":true,"securityGroupRuleSet":{"items":[{"securityGroupRuleId":"{sgr}",
        "groupId":"{default}","groupOwnerId":"111122223333","isEgress":false,"ipProtocol":"tcp","fromPort":443,
        "toPort":443,"cidrIpv4":"0.0.0.0/0","description":"TLS",
        "securityGroupRuleArn":"arn:aws:ec2:us-east-1:111122223333:security-group-rule/{sgr}"}]}}
        """)]
    [InlineData("AuthorizeSecurityGroupIngress", "GroupName=default&IpProtocol=tcp&FromPort=22&ToPort=22&CidrIp=0.0.0.0/0",
        """{"groupName":"default","ipPermissions":{},"ipProtocol":"tcp","fromPort":22,"toPort":22,"cidrIp":"0.0.0.0/0"}""",
        """
        {"requestId":"{id}","_return":true,"securityGroupRuleSet":{"items":[{"securityGroupRuleId":"{sgr}",
        "groupId":"{default}","groupOwnerId":"111122223333","isEgress":false,"ipProtocol":"tcp","fromPort":22,
        "toPort":22,"cidrIpv4":"0.0.0.0/0",
        "securityGroupRuleArn":"arn:aws:ec2:us-east-1:111122223333:security-group-rule/{sgr}"}]}}
        """)]
    [InlineData("AuthorizeSecurityGroupEgress",
        "GroupId={default}&IpPermissions.1.IpProtocol=-1&IpPermissions.1.Groups.1.GroupId={default}",
        """
        {"groupId":"{default}","ipPermissions":{"items":[{"ipProtocol":"-1",
        "groups":{"items":[{"groupId":"{default}"}]},"ipRanges":{},"ipv6Ranges":{},"prefixListIds":{}}]}}
        """,
        """
        {"requestId":"{id}","_return":true,"securityGroupRuleSet":{"items":[{"securityGroupRuleId":"{sgr}",
        "groupId":"{default}","groupOwnerId":"111122223333","isEgress":true,"ipProtocol":"-1","fromPort":-1,
        "toPort":-1,"referencedGroupInfo":{"groupId":"{default}","userId":"111122223333"},
        "securityGroupRuleArn":"arn:aws:ec2:us-east-1:111122223333:security-group-rule/{sgr}"}]}}
        """)]
    [InlineData("RevokeSecurityGroupEgress",
        "GroupId={default}&IpPermissions.1.IpProtocol=-1&IpPermissions.1.FromPort=0&IpPermissions.1.ToPort=0"
            + "&IpPermissions.1.IpRanges.1.CidrIp=0.0.0.0/0",
        """
        {"groupId":"{default}","ipPermissions":{"items":[{"ipProtocol":"-1","fromPort":0,"toPort":0,"groups":{},
        "ipRanges":{"items":[{"cidrIp":"0.0.0.0/0"}]},"ipv6Ranges":{},"prefixListIds":{}}]}}
        """,
        """
        {"requestId":"{id}","_return":true,"revokedSecurityGroupRuleSet":{"items":[{"securityGroupRuleId":"{sgr}",
        "groupId":"{default}","isEgress":true,"ipProtocol":"-1","fromPort":-1,"toPort":-1,"cidrIpv4":"0.0.0.0/0"}]}}
        """)]
    [InlineData("RevokeSecurityGroupIngress", "GroupId={default}&SecurityGroupRuleId.1={rule}",
        """{"groupId":"{default}","ipPermissions":{},"securityGroupRuleIds":{"items":[{"securityGroupRuleId":"{rule}"}]}}""",
        """
        {"requestId":"{id}","_return":true,"revokedSecurityGroupRuleSet":{"items":[{"securityGroupRuleId":"{sgr}",
        "groupId":"{default}","isEgress":false,"ipProtocol":"-1","fromPort":-1,"toPort":-1,
        "referencedGroupId":"{default}"}]}}
        """)]
    [InlineData("CreateTags", "ResourceId.1={default}&Tag.1.Key=StratusRedTeam&Tag.1.Value=true",
        """{"resourcesSet":{"items":[{"resourceId":"{default}"}]},"tagSet":{"items":[{"key":"StratusRedTeam","value":"true"}]}}""",
        """{"requestId":"{id}","_return":true}""")]
    [InlineData("ModifySecurityGroupRules",
        "GroupId={default}&SecurityGroupRule.1.SecurityGroupRuleId={rule}&SecurityGroupRule.1.SecurityGroupRule.IpProtocol=6"
            + "&SecurityGroupRule.1.SecurityGroupRule.FromPort=22&SecurityGroupRule.1.SecurityGroupRule.ToPort=22"
            + "&SecurityGroupRule.1.SecurityGroupRule.ReferencedGroupId={default}",
        """
        {"ModifySecurityGroupRulesRequest":{"GroupId":"{default}","SecurityGroupRule":{"tag":1,
        "SecurityGroupRule":{"FromPort":22,"IpProtocol":6,"ReferencedGroupId":"{default}","ToPort":22},
        "SecurityGroupRuleId":"{rule}"}}}
        """,
        """{"ModifySecurityGroupRulesResponse":{"xmlns":"http://ec2.amazonaws.com/doc/2016-11-15/","requestId":"{id}","return":true}}""")]
    [InlineData("CreateManagedPrefixList",
        "PrefixListName=l&AddressFamily=IPv4&MaxEntries=2&Entry.1.Cidr=10.0.0.0/8&Entry.2.Cidr=11.0.0.0/8",
        """
        {"CreateManagedPrefixListRequest":{"AddressFamily":"IPv4","Entry":[{"tag":1,"Cidr":"10.0.0.0/8"},{"tag":2,
        "Cidr":"11.0.0.0/8"}],"MaxEntries":2,"PrefixListName":"l"}}
        """,
        """
        {"CreateManagedPrefixListResponse":{"xmlns":"http://ec2.amazonaws.com/doc/2016-11-15/","requestId":"{id}",
        "prefixList":{"prefixListId":"{pl}","addressFamily":"IPv4","state":"create-complete",
        "prefixListArn":"arn:aws:ec2:us-east-1:111122223333:prefix-list/{pl}","prefixListName":"l","maxEntries":2,
        "version":1,"tagSet":"","ownerId":111122223333}}}
        """)]
    public async Task Calls_are_written_in_their_serialisation(string action, string parameters, string request, string response)
    {
        var rule = Lab.Account.Groups("us-east-1").Single().Rules[0].SecurityGroupRuleId!;
        var reply = await Client.Ec2Async(action, Fill(parameters, null));
        Assert.Equal(200, reply.Status);
        var detail = Assert.Single(await EventsAsync()).GetProperty("detail");
        Assert.Equal(Fill(request, reply), detail.GetProperty("requestParameters").GetRawText());
        Assert.Equal(Fill(response, reply), detail.GetProperty("responseElements").GetRawText());
        Assert.False(detail.TryGetProperty("errorCode", out _));

        string Fill(string text, LabReply? reply) => OneLine(text)
            .Replace("{default}", DefaultGroupId, StringComparison.Ordinal)
            .Replace("{rule}", rule, StringComparison.Ordinal)
            .Replace("{sgr}", reply?.Text("securityGroupRuleId"), StringComparison.Ordinal)
            .Replace("{id}", reply?.Text("requestId"), StringComparison.Ordinal)
            .Replace("{pl}", reply?.Text("prefixListId"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Creations_are_written_with_what_they_made()
    {
        var vpc = await Client.Ec2TextAsync("vpcId", "CreateVpc",
            "CidrBlock=10.0.0.0/16&TagSpecification.1.ResourceType=vpc&TagSpecification.1.Tag.1.Key=a&TagSpecification.1.Tag.1.Value=b");
        var group = await CreateGroupAsync("web", $"VpcId={vpc}");
        await Client.Ec2TextAsync("groupId", "DeleteSecurityGroup", $"GroupId={group}");
        var details = (await EventsAsync()).Select(message => message.GetProperty("detail")).ToList();
        Assert.Equal(["CreateVpc", "CreateSecurityGroup", "DeleteSecurityGroup"],
            details.Select(detail => detail.GetProperty("eventName").GetString()));
        Assert.Equal(
            OneLine("""
            {"cidrBlock":"10.0.0.0/16","instanceTenancy":"default","amazonProvidedIpv6CidrBlock":false,
            "tagSpecificationSet":{"items":[{"resourceType":"vpc","tags":[{"key":"a","value":"b"}]}]}}
            """),
            details[0].GetProperty("requestParameters").GetRawText());
        var made = details[0].GetProperty("responseElements").GetProperty("vpc");
        Assert.Equal((vpc, "pending", false),
            (made.GetProperty("vpcId").GetString(), made.GetProperty("state").GetString(), made.GetProperty("isDefault").GetBoolean()));
        Assert.Equal("{}", made.GetProperty("ipv6CidrBlockAssociationSet").GetRawText());
        Assert.Equal($$"""{"groupName":"web","groupDescription":"web","vpcId":"{{vpc}}"}""",
            details[1].GetProperty("requestParameters").GetRawText());
        Assert.Equal(group, details[1].GetProperty("responseElements").GetProperty("groupId").GetString());
        Assert.Equal($$"""{"groupId":"{{group}}"}""", details[2].GetProperty("requestParameters").GetRawText());
    }

    [Fact]
    public async Task A_call_that_fails_is_written_as_failed_and_one_that_reads_not_at_all()
    {
        await Client.Ec2Async("DescribeSecurityGroups");
        await Client.Ec2Async("DeleteSecurityGroup", $"GroupId={DefaultGroupId}");
        await Client.Ec2Async("DeleteSecurityGroup", $"GroupId={DefaultGroupId}&DryRun=true");
        var details = (await EventsAsync()).Select(message => message.GetProperty("detail")).ToList();
        Assert.Equal(["Client.CannotDelete", "Client.DryRunOperation"],
            details.Select(detail => detail.GetProperty("errorCode").GetString()));
        Assert.All(details, detail => Assert.Equal(JsonValueKind.Null, detail.GetProperty("responseElements").ValueKind));
        Assert.Equal($$"""{"groupId":"{{DefaultGroupId}}"}""", details[0].GetProperty("requestParameters").GetRawText());
    }

    // records have no line breaks; the expected ones are broken to be read
    private static string OneLine(string json) => json.ReplaceLineEndings("");

    private static string Pick(JsonElement element, params string[] names) =>
        "{" + string.Join(',', names.Select(name => $"\"{name}\":{element.GetProperty(name).GetRawText()}")) + "}";
}
