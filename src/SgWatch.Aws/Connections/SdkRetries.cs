using System.Runtime.CompilerServices;
using Amazon.Runtime;
using Amazon.Runtime.Internal;

namespace SgWatch.Aws.Connections;

/// <summary>Removes the SDK's own retries from a client, so that the guard sees every lost answer itself.</summary>
/// <remarks>
/// <c>MaxErrorRetry = 0</c> isn't enough. If the connection breaks before the answer arrives, the SDK still sends the call again, up
/// to ten times. A successful revoke would then come back as NotFound, as if somebody else had revoked the rule. A conditional write
/// would come back as refused, as if another guard had written. A counter would count eleven times.
/// </remarks>
internal static class SdkRetries
{
    /// <summary>Removes the retries, and returns the same client.</summary>
    public static T RemoveFrom<T>(T client)
        where T : AmazonServiceClient
    {
        PipelineOf(client).RemoveHandler<RetryHandler>();
        return client;
    }

    // the pipeline is protected; this saves a derived class for each client
    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "get_RuntimePipeline")]
    private static extern RuntimePipeline PipelineOf(AmazonServiceClient client);
}
