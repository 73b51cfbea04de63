namespace SgWatch.Aws.Calls;

/// <summary>A service that is called without its own SDK package. The table below has all of them.</summary>
/// <remarks>Source: AWS General Reference, "Service endpoints and quotas"; each service's API reference.</remarks>
/// <param name="Id">The name in environment variables of endpoints, such as <c>EventBridge</c>.</param>
/// <param name="Name">The name in host names and signatures, such as <c>events</c>.</param>
/// <param name="Version">The version of the API, a day.</param>
internal sealed record AwsService(string Id, string Name, string Version)
{
    public static AwsService CloudTrail { get; } = new("CloudTrail", "cloudtrail", "2013-11-01")
    {
        Json = new("1.1", "com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101"),
    };

    public static AwsService Ec2 { get; } = new("EC2", "ec2", "2016-11-15");

    public static AwsService EventBridge { get; } = new("EventBridge", "events", "2015-10-07") { Json = new("1.1", "AWSEvents") };

    public static AwsService S3 { get; } = new("S3", "s3", "2006-03-01") { HasDualStackLabel = true };

    public static AwsService SecurityHub { get; } = new("SecurityHub", "securityhub", "2018-10-26");

    public static AwsService ServiceQuotas { get; } = new("Service Quotas", "servicequotas", "2019-06-24")
    {
        Json = new("1.1", "ServiceQuotasV20190624"),
    };

    public static AwsService Sns { get; } = new("SNS", "sns", "2010-03-31");

    public static AwsService Sqs { get; } = new("SQS", "sqs", "2012-11-05") { Json = new("1.0", "AmazonSQS") };

    /// <summary>How the service speaks the AWS JSON protocol; null if it doesn't.</summary>
    public JsonProtocol? Json { get; init; }

    /// <summary>True if a dual-stack host has the label <c>dualstack</c>. Other services have another domain instead.</summary>
    public bool HasDualStackLabel { get; init; }

    /// <summary>A service's form of the AWS JSON protocol.</summary>
    /// <param name="Version">The protocol's version, a part of the content type.</param>
    /// <param name="TargetPrefix">The part of the header <c>X-Amz-Target</c> before the action's name.</param>
    public sealed record JsonProtocol(string Version, string TargetPrefix);
}
