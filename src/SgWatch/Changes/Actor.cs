namespace SgWatch.Changes;

/// <summary>Who made a call, in CloudTrail's words. Text from an event: shown to people only through <c>SafeText</c>, never believed.</summary>
/// <remarks>Source: CloudTrail user guide, userIdentity element.</remarks>
public sealed record Actor
{
    /// <summary><c>userIdentity.type</c>: Root, IAMUser, AssumedRole, AWSService…</summary>
    public string? Type { get; init; }

    /// <summary><c>userIdentity.arn</c>; absent for an AWS service.</summary>
    public string? Arn { get; init; }

    /// <summary><c>userIdentity.sessionContext.sessionIssuer.arn</c>: the role behind a session.</summary>
    public string? SessionIssuerArn { get; init; }

    /// <summary><c>userIdentity.invokedBy</c>: the service that called on behalf of the principal.</summary>
    public string? InvokedBy { get; init; }

    /// <summary><c>sourceIPAddress</c>: an address or a service's name.</summary>
    public string? SourceIpAddress { get; init; }

    public string? UserAgent { get; init; }
}
