using SgWatch.Aws.Connections;

namespace SgWatch.Aws.Sns;

/// <summary>The SDK's configuration for SNS.</summary>
/// <remarks>Source: AWS General Reference, "Amazon SNS endpoints and quotas".</remarks>
internal sealed class SnsConfig() : BareConfig("SNS", "sns")
{
    public override string ServiceVersion => "2010-03-31";

    protected override string OwnHost(string region)
    {
        var service = UseFIPSEndpoint ? "sns-fips" : "sns";
        var suffix = (UseDualstackEndpoint, IsInChina(region)) switch
        {
            (true, true) => "api.amazonwebservices.com.cn",
            (true, false) => "api.aws",
            _ => RegionEndpoint.PartitionDnsSuffix,
        };
        return $"{service}.{region}.{suffix}";
    }
}
