using System.Text.Json;

namespace SgWatch.EndToEnd.Tools;

/// <summary>The real AWS CLI, pointed at a server of the tests.</summary>
/// <param name="endpoint">The server.</param>
/// <param name="region">The region it names.</param>
/// <param name="accessKeyId">The access key it signs with.</param>
/// <param name="certificateFile">The certificate to trust, for an https endpoint.</param>
/// <param name="credentials">What it signs with instead of <paramref name="accessKeyId"/>: environment variables.</param>
public sealed class AwsCli(
    Uri endpoint,
    string region = "us-east-1",
    string accessKeyId = "testing",
    string? certificateFile = null,
    IEnumerable<(string Name, string? Value)>? credentials = null)
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(60);

    private readonly Dictionary<string, string?> _environment =
        Environment(endpoint, region, accessKeyId, certificateFile, credentials ?? []);

    /// <summary>Runs <c>aws</c> with these arguments. It may fail.</summary>
    public Task<ToolResult> RunAsync(params string[] arguments) => Tool.RunAsync(
        Tool.Find("aws") ?? throw new InvalidOperationException(
            "These tests need the AWS CLI ('aws' in PATH). Install it with: pip install awscli"),
        [.. arguments, "--output", "json"],
        _environment,
        timeout: Timeout);

    /// <summary>Runs <c>aws</c> with these arguments and reads its answer; throws if it fails.</summary>
    public async Task<JsonElement> JsonAsync(params string[] arguments) => (await RunAsync(arguments)).Json();

    /// <summary>The same for SQS, for which the CLI has an old endpoint of its own that comes before the environment's.</summary>
    public Task<JsonElement> SqsAsync(params string[] arguments) => JsonAsync(["sqs", .. arguments, "--endpoint-url", endpoint.ToString()]);

    private static Dictionary<string, string?> Environment(
        Uri endpoint, string region, string accessKeyId, string? certificateFile, IEnumerable<(string Name, string? Value)> credentials)
    {
        var environment = AwsEnvironment.For(endpoint, region, accessKeyId, certificateFile);
        foreach (var (name, value) in credentials)
        {
            environment[name] = value;
        }
        return environment;
    }
}
