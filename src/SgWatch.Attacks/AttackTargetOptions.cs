using SgWatch.Aws.Settings;

namespace SgWatch.Attacks;

/// <summary>What the suite is to attack.</summary>
/// <param name="Aws">Endpoint, region and credentials. At a lab the credentials are the suite's own.</param>
public sealed record AttackTargetOptions(AwsSettings Aws)
{
    /// <summary>The account that may be attacked (12 digits). Null only for a lab.</summary>
    public string? Account { get; init; }

    /// <summary>The name of the guard's event rule. Null if it isn't known. A lab says it itself.</summary>
    public string? EventRule { get; init; }

    /// <summary>The SQS queue that is subscribed to the guard's topic. Null if there is none. A lab has its own mailbox.</summary>
    public Uri? Queue { get; init; }
}
