using Amazon.Runtime;

namespace SgWatch.Aws.Calls;

/// <summary>Replaces the request type of a service's own SDK package. The SDK wants one, and reads nothing from it.</summary>
internal sealed class BareRequest : AmazonWebServiceRequest;
