namespace SgWatch.EndToEnd.Tools;

/// <summary>The environment in which an AWS client talks to a server of the tests and to nothing else.</summary>
public static class AwsEnvironment
{
    /// <summary>Settings for one endpoint; every AWS_ variable of this process is taken away first.</summary>
    /// <param name="endpoint">The server.</param>
    /// <param name="region">The region to name.</param>
    /// <param name="accessKeyId">Any key: both emulators accept every one.</param>
    /// <param name="certificateFile">The certificate to trust, in PEM, for an https endpoint.</param>
    public static Dictionary<string, string?> For(
        Uri endpoint, string region = "us-east-1", string accessKeyId = "testing", string? certificateFile = null)
    {
        var environment = Environment.GetEnvironmentVariables().Keys.Cast<string>()
            .Where(name => name.StartsWith("AWS_", StringComparison.OrdinalIgnoreCase))
            .ToDictionary(name => name, _ => (string?)null);
        environment["AWS_ENDPOINT_URL"] = endpoint.ToString().TrimEnd('/');
        environment["AWS_ACCESS_KEY_ID"] = accessKeyId;
        environment["AWS_SECRET_ACCESS_KEY"] = "testing";
        environment["AWS_REGION"] = region;
        environment["AWS_DEFAULT_REGION"] = region;
        environment["AWS_EC2_METADATA_DISABLED"] = "true";
        environment["AWS_MAX_ATTEMPTS"] = "1";
        environment["AWS_CONFIG_FILE"] = Path.DirectorySeparatorChar == '/' ? "/dev/null" : "NUL";
        environment["AWS_SHARED_CREDENTIALS_FILE"] = environment["AWS_CONFIG_FILE"];
        environment["AWS_PAGER"] = "";
        environment["NO_PROXY"] = "127.0.0.1,localhost";
        if (certificateFile is not null)
        {
            environment["AWS_CA_BUNDLE"] = certificateFile;
        }
        return environment;
    }
}
