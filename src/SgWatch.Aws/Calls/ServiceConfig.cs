using Amazon.EC2;
using Amazon.Runtime;
using Amazon.Runtime.Endpoints;
using Amazon.Runtime.Internal;

namespace SgWatch.Aws.Calls;

/// <summary>The SDK's configuration of a service that is called without its own SDK package.</summary>
/// <remarks>
/// It finds the endpoint as the SDK does: from the environment or the profile, else by region, FIPS and dual stack.
/// Source: AWS SDKs and Tools Reference Guide, "Service-specific endpoints".
/// </remarks>
internal sealed class ServiceConfig : ClientConfig
{
    private readonly AwsService _service;

    public ServiceConfig(AwsService service)
        : base(new DefaultConfigurationProvider(AmazonEC2DefaultConfiguration.GetAllConfigurations())) // the same for every service
    {
        _service = service;
        ServiceId = service.Id;
        AuthenticationServiceName = service.Name; // else the signer takes the first part of the host's name, whatever the host is
    }

    public override string ServiceVersion => _service.Version;

    public override string RegionEndpointServiceName => _service.Name;

    public override string UserAgent => "sgwatch";

    /// <summary>The URL that calls are sent to: the endpoint that the user sets, else AWS's own in the region.</summary>
    public Uri Url => new(ServiceURL is { Length: > 0 } custom ? custom : $"https://{Host(RegionEndpoint.SystemName)}/");

    public override Endpoint DetermineServiceOperationEndpoint(ServiceOperationEndpointParameters parameters) => new(Url.ToString());

    private string Host(string region)
    {
        var name = UseFIPSEndpoint ? $"{_service.Name}-fips" : _service.Name;
        return (UseDualstackEndpoint, _service.HasDualStackLabel) switch
        {
            (true, true) => $"{name}.dualstack.{region}.{RegionEndpoint.PartitionDnsSuffix}",
            (true, false) => $"{name}.{region}.{DualStackSuffix(region)}",
            _ => $"{name}.{region}.{RegionEndpoint.PartitionDnsSuffix}",
        };
    }

    private static string DualStackSuffix(string region) =>
        region.StartsWith("cn-", StringComparison.Ordinal) ? "api.amazonwebservices.com.cn" : "api.aws";
}
