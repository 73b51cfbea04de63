namespace SgWatch.Aws.Settings;

/// <summary>How to reach AWS. What is null here is left to the SDK's own chain of configuration.</summary>
/// <remarks>
/// The names are those of the AWS CLI ("Environment variables to configure the AWS CLI"). The SDK itself reads endpoints
/// (<c>AWS_ENDPOINT_URL</c>, <c>AWS_ENDPOINT_URL_EC2</c>…), FIPS and dual stack.
/// </remarks>
public sealed record AwsSettings
{
    /// <summary>The region for calls that name none, such as eu-west-1.</summary>
    public string? Region { get; init; }

    /// <summary>A profile of the shared configuration files. Null: the environment, then the default chain.</summary>
    public string? Profile { get; init; }

    /// <summary>The access key's id, such as <c>AKIDEXAMPLE</c>.</summary>
    public string? AccessKeyId { get; init; }

    /// <summary>The access key's secret. It is never printed.</summary>
    public string? SecretAccessKey { get; init; }

    /// <summary>The token of temporary credentials; null for a user's long-term key. It is never printed.</summary>
    public string? SessionToken { get; init; }

    /// <summary>The address of every call, whatever its service.</summary>
    public Uri? EndpointUrl { get; init; }

    /// <summary>The path of a file of PEM certificates. Only these are trusted (<c>AWS_CA_BUNDLE</c>).</summary>
    public string? CaBundle { get; init; }

    /// <summary>Reads the settings from environment variables; an empty variable counts as unset.</summary>
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

    /// <summary>The settings without secrets: a record's own text would show them.</summary>
    public override string ToString() =>
        $"AwsSettings {{ Region = {Region}, Profile = {Profile}, EndpointUrl = {EndpointUrl}, CaBundle = {CaBundle} }}";
}
