using System.Net;
using Amazon.Runtime;

namespace SgWatch.Aws.Calls;

/// <summary>A response has status 200 and is wrong all the same. It becomes a failure, as AWS's own errors do.</summary>
internal sealed class ResponseException(string code, string message)
    : AmazonServiceException(message, ErrorType.Unknown, code, "", HttpStatusCode.OK);
