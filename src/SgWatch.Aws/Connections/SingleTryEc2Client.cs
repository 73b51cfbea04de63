using Amazon.EC2;
using Amazon.Runtime;
using Amazon.Runtime.Internal;

namespace SgWatch.Aws.Connections;

/// <summary>EC2 without the SDK's own retries.</summary>
/// <remarks>
/// <c>MaxErrorRetry = 0</c> isn't enough: the SDK still sends a call again whose connection broke before the answer came. A revoke that had
/// done its work would come back as NotFound, as if somebody else had revoked the rule, and nobody would be told. The guard has to see
/// every lost answer itself.
/// </remarks>
internal sealed class SingleTryEc2Client : AmazonEC2Client
{
    public SingleTryEc2Client(AmazonEC2Config config)
        : base(config)
    {
    }

    public SingleTryEc2Client(AWSCredentials credentials, AmazonEC2Config config)
        : base(credentials, config)
    {
    }

    protected override void CustomizeRuntimePipeline(RuntimePipeline pipeline)
    {
        base.CustomizeRuntimePipeline(pipeline);
        pipeline.RemoveHandler<RetryHandler>();
    }
}
