using System.Text.Json;

namespace SgWatch.EndToEnd.Tools;

/// <summary>The real AWS CLI, pointed at a server of the tests.</summary>
/// <param name="endpoint">The server.</param>
/// <param name="region">The region it names.</param>
/// <param name="accessKeyId">The access key it signs with.</param>
/// <param name="certificateFile">The certificate to trust, for an https endpoint.</param>
public sealed class AwsCli(Uri endpoint, string region = "us-east-1", string accessKeyId = "testing", string? certificateFile = null)
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(60);

    private readonly Dictionary<string, string?> _environment = AwsEnvironment.For(endpoint, region, accessKeyId, certificateFile);

    /// <summary>Runs <c>aws</c> with these arguments, whatever comes of it.</summary>
    public Task<ToolResult> RunAsync(params string[] arguments) => Tool.RunAsync(
        Tool.Find("aws") ?? throw new InvalidOperationException("These tests need the AWS CLI ('aws' in PATH). Install it with: pip install awscli"),
        [.. arguments, "--output", "json"],
        _environment,
        timeout: Timeout);

    /// <summary>Runs <c>aws</c> with these arguments and reads its answer; throws if it fails.</summary>
    public async Task<JsonElement> JsonAsync(params string[] arguments) => (await RunAsync(arguments)).Json();
}
