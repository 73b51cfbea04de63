using System.Runtime.CompilerServices;
using Amazon.Runtime;
using Amazon.Runtime.Internal;

namespace SgWatch.Aws.Connections;

/// <summary>A client of the SDK without the SDK's own retries.</summary>
/// <remarks>
/// <c>MaxErrorRetry = 0</c> isn't enough: the SDK still sends a call again, up to ten times, whose connection broke before the answer came. A
/// revoke that had done its work would come back as NotFound, as if somebody else had revoked the rule; a conditional write as refused, as if
/// another guard had made it; and a counter would count eleven. The guard has to see every lost answer itself.
/// </remarks>
internal static class SingleTry
{
    /// <summary>The same client.</summary>
    public static T Of<T>(T client)
        where T : AmazonServiceClient
    {
        PipelineOf(client).RemoveHandler<RetryHandler>();
        return client;
    }

    // what a class derived from each client would see, without the classes
    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "get_RuntimePipeline")]
    private static extern RuntimePipeline PipelineOf(AmazonServiceClient client);
}
