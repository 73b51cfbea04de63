using System.Net;
using Amazon.Runtime;

namespace SgWatch.Aws.Ec2;

/// <summary>An answer of EC2 that came well and yet isn't what it should be; told as EC2's own refusals are.</summary>
internal sealed class ResponseException(string code, string message)
    : AmazonServiceException(message, ErrorType.Unknown, code, "", HttpStatusCode.OK);
