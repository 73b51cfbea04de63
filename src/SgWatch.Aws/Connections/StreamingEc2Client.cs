using Amazon.EC2;
using Amazon.Runtime;
using Amazon.Runtime.Internal;
using Amazon.Runtime.Internal.Transform;

namespace SgWatch.Aws.Connections;

/// <summary>An EC2 client that can also read an answer item by item, so that nobody holds the whole answer.</summary>
internal sealed class StreamingEc2Client : AmazonEC2Client
{
    /// <summary>Calls with the credentials that the SDK finds.</summary>
    public StreamingEc2Client(AmazonEC2Config config)
        : base(config)
    {
    }

    /// <summary>Calls with these credentials.</summary>
    public StreamingEc2Client(AWSCredentials credentials, AmazonEC2Config config)
        : base(credentials, config)
    {
    }

    /// <summary>Makes a call whose answer is read by a reader of ours.</summary>
    /// <param name="request">The call.</param>
    /// <param name="marshaller">The SDK's own marshaller of the call.</param>
    /// <param name="unmarshaller">Reads the answer.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public Task<T> CallAsync<T>(
        AmazonEC2Request request, IMarshaller<IRequest, AmazonWebServiceRequest> marshaller, ResponseUnmarshaller unmarshaller,
        CancellationToken cancellationToken)
        where T : AmazonWebServiceResponse, new() =>
        InvokeAsync<T>(
            request, new InvokeOptions { RequestMarshaller = marshaller, ResponseUnmarshaller = unmarshaller }, cancellationToken);
}
