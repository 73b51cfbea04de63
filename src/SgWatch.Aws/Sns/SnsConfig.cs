using Amazon.EC2;
using Amazon.Runtime;
using Amazon.Runtime.Endpoints;
using Amazon.Runtime.Internal;

namespace SgWatch.Aws.Sns;

/// <summary>The SDK's configuration for SNS, whose own package isn't used: endpoint from environment or profile, FIPS, dual stack, credentials.</summary>
/// <remarks>Source: AWS General Reference, "Amazon SNS endpoints and quotas"; SDK reference guide, "Service-specific endpoints".</remarks>
internal sealed class SnsConfig : ClientConfig
{
    public SnsConfig()
        : base(new DefaultConfigurationProvider(AmazonEC2DefaultConfiguration.GetAllConfigurations())) // the same for every service
    {
        ServiceId = "SNS";
        AuthenticationServiceName = "sns"; // else the signer takes the first part of the host's name for it, whatever host that is
    }

    public override string ServiceVersion => "2010-03-31";

    public override string RegionEndpointServiceName => "sns";

    public override string UserAgent => "sgwatch";

    /// <summary>The endpoint that the environment or the profile names, else SNS's own in the region.</summary>
    public override Endpoint DetermineServiceOperationEndpoint(ServiceOperationEndpointParameters parameters)
    {
        if (ServiceURL is { Length: > 0 } custom)
        {
            return new(custom);
        }
        var region = RegionEndpoint.SystemName;
        var service = UseFIPSEndpoint ? "sns-fips" : "sns";
        var suffix = (UseDualstackEndpoint, region.StartsWith("cn-", StringComparison.Ordinal)) switch
        {
            (true, true) => "api.amazonwebservices.com.cn",
            (true, false) => "api.aws",
            _ => RegionEndpoint.PartitionDnsSuffix,
        };
        return new($"https://{service}.{region}.{suffix}/");
    }
}
