namespace SgWatch.Aws.Connections;

/// <summary>How to reach AWS, as far as it isn't left to the SDK's own chain of configuration.</summary>
/// <remarks>
/// The names are those of the AWS CLI ("Environment variables to configure the AWS CLI"). Endpoints
/// (<c>AWS_ENDPOINT_URL</c>, <c>AWS_ENDPOINT_URL_EC2</c>…), FIPS and dual stack are read by the SDK itself.
/// </remarks>
public sealed record AwsSettings
{
    /// <summary>The region where none is named, such as eu-west-1; null leaves it to the SDK.</summary>
    public string? Region { get; init; }

    /// <summary>A profile of the shared configuration files; null for the environment, then the default chain.</summary>
    public string? Profile { get; init; }

    public string? AccessKeyId { get; init; }

    public string? SecretAccessKey { get; init; }

    public string? SessionToken { get; init; }

    /// <summary>Where every call goes, whatever the service; null leaves it to the SDK.</summary>
    public Uri? EndpointUrl { get; init; }

    /// <summary>A file of PEM certificates to trust instead of any other (<c>AWS_CA_BUNDLE</c>).</summary>
    public string? CaBundle { get; init; }

    /// <summary>Reads the settings of an environment; an empty variable counts as none.</summary>
    public static AwsSettings FromEnvironment(Func<string, string?> variable)
    {
        string? Read(string name) => variable(name) is { Length: > 0 } value ? value : null;
        return new()
        {
            Region = Read("AWS_REGION") ?? Read("AWS_DEFAULT_REGION"),
            AccessKeyId = Read("AWS_ACCESS_KEY_ID"),
            SecretAccessKey = Read("AWS_SECRET_ACCESS_KEY"),
            SessionToken = Read("AWS_SESSION_TOKEN"),
            CaBundle = Read("AWS_CA_BUNDLE"),
        };
    }

    // a record prints its members, and the secret is one of them
    public override string ToString() => $"AwsSettings {{ Region = {Region}, Profile = {Profile}, EndpointUrl = {EndpointUrl}, CaBundle = {CaBundle} }}";
}
