using Amazon.EC2;
using Amazon.Runtime;
using Amazon.Runtime.Endpoints;
using Amazon.Runtime.Internal;

namespace SgWatch.Aws.Connections;

/// <summary>The SDK's configuration for a service whose own package isn't used: endpoint from environment or profile, FIPS, dual stack, credentials.</summary>
/// <remarks>Source: SDK reference guide, "Service-specific endpoints".</remarks>
internal abstract class BareConfig : ClientConfig
{
    private readonly string _name;

    /// <param name="serviceId">As the variables of endpoints have it, such as SNS.</param>
    /// <param name="name">As hosts and signatures have it, such as sns.</param>
    protected BareConfig(string serviceId, string name)
        : base(new DefaultConfigurationProvider(AmazonEC2DefaultConfiguration.GetAllConfigurations())) // the same for every service
    {
        _name = name;
        ServiceId = serviceId;
        AuthenticationServiceName = name; // else the signer takes the first part of the host's name for it, whatever host that is
    }

    public override string RegionEndpointServiceName => _name;

    public override string UserAgent => "sgwatch";

    /// <summary>The endpoint that the environment or the profile names, else the service's own in the region.</summary>
    public override Endpoint DetermineServiceOperationEndpoint(ServiceOperationEndpointParameters parameters) =>
        new(ServiceURL is { Length: > 0 } custom ? custom : $"https://{OwnHost(RegionEndpoint.SystemName)}/");

    /// <summary>The service's own host in a region, made as those of SNS, EventBridge and Security Hub are.</summary>
    /// <remarks>Source: AWS General Reference, "Service endpoints and quotas" of each.</remarks>
    protected virtual string OwnHost(string region)
    {
        var service = UseFIPSEndpoint ? $"{_name}-fips" : _name;
        var suffix = (UseDualstackEndpoint, IsInChina(region)) switch
        {
            (true, true) => "api.amazonwebservices.com.cn",
            (true, false) => "api.aws",
            _ => RegionEndpoint.PartitionDnsSuffix,
        };
        return $"{service}.{region}.{suffix}";
    }

    protected static bool IsInChina(string region) => region.StartsWith("cn-", StringComparison.Ordinal);
}
