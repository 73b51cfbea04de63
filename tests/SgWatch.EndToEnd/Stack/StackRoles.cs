using System.Text.Json.Nodes;
using SgWatch.EndToEnd.Tools;

namespace SgWatch.EndToEnd.Stack;

/// <summary>The roles of the applied stack and their policies.</summary>
internal sealed class StackRoles(StackFixture stack)
{
    /// <summary>The name of the function's role's copy.</summary>
    public const string Copy = "copy-of-the-functions-role";

    private readonly AwsCli _aws = stack.Aws;

    /// <summary>What a role is allowed, but the function's own program doesn't call in these tests, and why it is needed.</summary>
    public static IReadOnlyDictionary<(string Role, string Action), string> CalledByAws { get; } = new Dictionary<(string, string), string>
    {
        [("function", "sqs:ReceiveMessage")] = "Lambda polls the queue as the role (Lambda Developer Guide, Using Lambda with Amazon SQS)",
        [("function", "sqs:DeleteMessage")] = "likewise",
        [("function", "sqs:GetQueueAttributes")] = "likewise",
        [("function", "logs:CreateLogStream")] = "Lambda writes the function's log as the role (Lambda Developer Guide, execution role)",
        [("function", "logs:PutLogEvents")] = "likewise",
        [("function", "dynamodb:PutItem")] = "an incident too long for one item is stored in several",
        [("function", "dynamodb:DeleteItem")] = "the record of an intended change is deleted if nothing was changed",
        [("function", "cloudtrail:LookupEvents")] = "a sweep asks who made a rule whose event was lost",
        [("function", "ec2:DescribeSecurityGroupVpcAssociations")] = "a policy that selects groups by VPC asks for their other VPCs",
        [("function", "servicequotas:GetServiceQuota")] = "a guardrail that narrows asks how many rules a group may have",
        [("function", "servicequotas:GetAWSDefaultServiceQuota")] = "likewise, in an account that never changed its quota",
        [("function", "s3:ListBucket")] = "else S3 says 403 and not 404 of a copy that isn't there (S3 API Reference, HeadObject)",
        [("function", "s3:GetObject")] = "the copy of the memory is found, and read if the table was emptied",
        [("function", "kms:Decrypt")] = "Lambda, SQS, S3, SNS and DynamoDB decrypt as the role what the module's key encrypts",
        [("function", "kms:GenerateDataKey")] = "SQS and SNS encrypt messages as the role",
        [("scheduler", "sqs:SendMessage")] = "EventBridge Scheduler sends the sweep's message",
        [("scheduler", "kms:Decrypt")] = "to an encrypted queue (SQS Developer Guide, Key management, sending)",
        [("scheduler", "kms:GenerateDataKey")] = "likewise",
        [("trail", "logs:CreateLogStream")] = "CloudTrail writes to the log group (CloudTrail User Guide, role for CloudWatch Logs)",
        [("trail", "logs:PutLogEvents")] = "likewise",
    };

    /// <summary>Copies the function's role, with <c>*</c> as every resource, and assumes the copy.</summary>
    /// <returns>The credentials, as environment variables.</returns>
    public async Task<(string Name, string? Value)[]> AssumeCopyAsync()
    {
        var role = stack.Output("function_role_arn").Split('/')[^1];
        var original = await _aws.JsonAsync("iam", "get-role-policy", "--role-name", role, "--policy-name", "guard");
        var policy = JsonNode.Parse(original.GetProperty("PolicyDocument").GetRawText())!;
        foreach (var statement in policy["Statement"]!.AsArray())
        {
            statement!["Resource"] = "*";
        }
        var copy = (await _aws.JsonAsync("iam", "create-role", "--role-name", Copy, "--assume-role-policy-document", """
            {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sts:AssumeRole","Principal":{"AWS":"*"}}]}
            """)).Text("Role", "Arn");
        await _aws.JsonAsync(
            "iam", "put-role-policy", "--role-name", Copy, "--policy-name", "guard", "--policy-document", policy.ToJsonString());
        var assumed = await _aws.JsonAsync("sts", "assume-role", "--role-arn", copy, "--role-session-name", "sgwatch");
        return [
            ("AWS_ACCESS_KEY_ID", assumed.Text("Credentials", "AccessKeyId")),
            ("AWS_SECRET_ACCESS_KEY", assumed.Text("Credentials", "SecretAccessKey")),
            ("AWS_SESSION_TOKEN", assumed.Text("Credentials", "SessionToken"))];
    }

    /// <summary>The one policy that a role has.</summary>
    public async Task<IamPolicy> PolicyAsync(string role)
    {
        var inline = await _aws.JsonAsync("iam", "list-role-policies", "--role-name", role);
        var name = Assert.Single(inline.GetProperty("PolicyNames").EnumerateArray()).GetString()!;
        var attached = await _aws.JsonAsync("iam", "list-attached-role-policies", "--role-name", role);
        Assert.Equal(0, attached.GetProperty("AttachedPolicies").GetArrayLength());
        var policy = await _aws.JsonAsync("iam", "get-role-policy", "--role-name", role, "--policy-name", name);
        return IamPolicy.Parse(policy.GetProperty("PolicyDocument").GetRawText());
    }
}
