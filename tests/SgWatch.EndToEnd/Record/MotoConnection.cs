using SgWatch.Aws.Connections;

namespace SgWatch.EndToEnd.Record;

/// <summary>The product's own connection to AWS, to a server of the tests instead.</summary>
internal static class MotoConnection
{
    public static AwsConnection Of(Uri url) =>
        new(new() { Region = "us-east-1", AccessKeyId = "testing", SecretAccessKey = "testing", EndpointUrl = url }, _ => { });
}
