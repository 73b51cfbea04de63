namespace SgWatch.Calls;

/// <summary>What AWS's error codes mean for the caller.</summary>
/// <remarks>
/// Sources: EC2 API Reference, "Error codes for the Amazon EC2 API"; SNS API Reference, "Common errors"; S3 API Reference,
/// "Error responses"; DynamoDB developer guide, "Error handling".
/// </remarks>
public static class AwsErrorCodes
{
    /// <summary>Whether AWS refused a call because there were too many of them.</summary>
    /// <param name="code">AWS's error code.</param>
    public static bool IsThrottle(string code) => code is "RequestLimitExceeded" or "Throttling" or "ThrottlingException"
        or "ThrottledException" or "RequestThrottled" or "RequestThrottledException" or "EC2ThrottledException" or "Throttled"
        or "TooManyRequestsException" or "BandwidthLimitExceeded" or "SlowDown" or "KMSThrottling"
        or "ProvisionedThroughputExceededException";

    /// <summary>What a caller can do about an error.</summary>
    /// <param name="code">AWS's error code, such as <c>InvalidGroup.NotFound</c>; empty if there was none.</param>
    /// <param name="httpStatus">The answer's HTTP status. It decides only where the code is none that is known.</param>
    public static CallFailureKind KindOf(string code, int httpStatus) => code switch
    {
        "RequestLimitExceeded" or "Throttling" or "ThrottlingException" or "ThrottledException" or "RequestThrottled"
            or "RequestThrottledException" or "EC2ThrottledException" or "TooManyRequestsException" or "BandwidthLimitExceeded"
            or "PriorRequestNotComplete" or "SlowDown" or "RequestTimeout" or "RequestTimeoutException" or "RequestExpired"
            or "ServiceUnavailable" or "Unavailable" or "InternalError" or "InternalFailure" or "InternalServerError"
            or "Throttled" or "KMSThrottling" or "ProvisionedThroughputExceededException" => CallFailureKind.Transient,
        "UnauthorizedOperation" or "AccessDenied" or "AccessDeniedException" or "AuthorizationError" or "AuthFailure" or "Blocked"
            or "ExpiredToken" or "ExpiredTokenException" or "InvalidClientTokenId" or "UnrecognizedClientException"
            or "InvalidAccessKeyId" or "SignatureDoesNotMatch" or "IncompleteSignature" or "InvalidSignatureException"
            or "MissingAuthenticationToken" or "OptInRequired" or "PendingVerification" or "RequestTimeTooSkewed"
            or "KMSAccessDenied" => CallFailureKind.Refused,
        "NotFound" or "NotFoundException" or "NoSuchKey" or "NoSuchBucket" or "NoSuchVersion" or "ResourceNotFoundException"
            => CallFailureKind.NotFound,
        _ when code.EndsWith(".NotFound", StringComparison.Ordinal) => CallFailureKind.NotFound,
        "InvalidPermission.Duplicate" => CallFailureKind.Duplicate,
        _ when httpStatus is >= 500 or 429 or 408 => CallFailureKind.Transient,
        _ when httpStatus is 401 or 403 => CallFailureKind.Refused,
        _ => CallFailureKind.Rejected,
    };
}
