using SgWatch.Rules;

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

    /// <summary>The role behind a session, else the principal, else the service. Null if the event names none.</summary>
    public string? Principal => SessionIssuerArn ?? Arn ?? InvokedBy;

    /// <summary>The names that stand for the principal in a policy: its ARN, its session issuer's ARN, and the host of the AWS service
    /// that made the call, such as <c>elasticmapreduce.amazonaws.com</c>.</summary>
    /// <remarks>
    /// The holder of a session chooses its name, so that name is no part of them. A role's session counts as
    /// <c>arn:aws:sts::111122223333:assumed-role/ROLE</c>, and a federated user only as its issuer.
    /// </remarks>
    public IEnumerable<string> Principals
    {
        get
        {
            string?[] names = [WithoutSessionName(Arn), SessionIssuerArn, Service(InvokedBy), Service(SourceIpAddress)];
            return names.OfType<string>();
        }
    }

    private static string? WithoutSessionName(string? arn)
    {
        const string Role = ":assumed-role/";
        if (arn is null || arn.Contains(":federated-user/", StringComparison.Ordinal))
        {
            return null;
        }
        var name = arn.IndexOf(Role, StringComparison.Ordinal);
        var end = name < 0 ? -1 : arn.IndexOf('/', name + Role.Length);
        return end < 0 ? arn : arn[..end];
    }

    // AWS writes both fields, the caller neither; an address that isn't a service's is no principal
    private static string? Service(string? host) => AwsIds.IsServiceHost(host) ? host : null;
}
