namespace SgWatch.Changes;

/// <summary>Who made a call, as CloudTrail describes it.</summary>
/// <remarks>
/// All of it is text from an event, which others may have chosen. It is shown to people only through <c>SafeText</c>.
/// Source: CloudTrail user guide, userIdentity element.
/// </remarks>
public sealed record Actor
{
    /// <summary><c>userIdentity.type</c>, such as Root, IAMUser, AssumedRole or AWSService.</summary>
    public string? Type { get; init; }

    /// <summary><c>userIdentity.arn</c>. Null for an AWS service.</summary>
    public string? Arn { get; init; }

    /// <summary><c>userIdentity.sessionContext.sessionIssuer.arn</c>: the role behind a session.</summary>
    public string? SessionIssuerArn { get; init; }

    /// <summary><c>userIdentity.invokedBy</c>: the AWS service that made the call for the principal.</summary>
    public string? InvokedBy { get; init; }

    /// <summary><c>sourceIPAddress</c>: an address or the name of an AWS service.</summary>
    public string? SourceIpAddress { get; init; }

    /// <summary><c>userAgent</c>: the program that made the call.</summary>
    public string? UserAgent { get; init; }
}
