using Amazon.Runtime;

namespace SgWatch.Aws.Calls;

/// <summary>The request that the SDK's signer asks for, in place of a type from the service's own SDK package.</summary>
internal sealed class BareRequest : AmazonWebServiceRequest;
