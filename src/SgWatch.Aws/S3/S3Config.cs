using SgWatch.Aws.Connections;

namespace SgWatch.Aws.S3;

/// <summary>The SDK's configuration for S3.</summary>
/// <remarks>Source: AWS General Reference, "Amazon Simple Storage Service endpoints and quotas".</remarks>
internal sealed class S3Config() : BareConfig("S3", "s3")
{
    public override string ServiceVersion => "2006-03-01";

    protected override string OwnHost(string region) =>
        $"{(UseFIPSEndpoint ? "s3-fips" : "s3")}{(UseDualstackEndpoint ? ".dualstack" : "")}.{region}.{RegionEndpoint.PartitionDnsSuffix}";
}
