using System.Text.Json;

namespace SgWatch.EndToEnd.Tools;

/// <summary>The real Terraform with the real AWS provider, in one working folder, pointed at a server of the tests.</summary>
/// <remarks>
/// The provider is taken from this machine's disk if it is there unpacked, as in a filesystem mirror.
/// Otherwise it comes from the registry, as with any user's <c>terraform init</c>.
/// Every call has a time limit, because the provider may wait endlessly for what an emulator can't do.
/// </remarks>
public sealed class Terraform
{
    private const string ProviderPath = "/registry.terraform.io/";
    private static readonly TimeSpan InitTimeout = TimeSpan.FromMinutes(2);
    private static readonly Lazy<Task<string?>> Mirror = new(FindMirrorAsync);

    private readonly string _folder;
    private readonly Dictionary<string, string?> _environment;

    private Terraform(string folder, Dictionary<string, string?> environment)
    {
        _folder = folder;
        _environment = environment;
    }

    /// <summary>Runs <c>terraform init</c> in a folder, with its state in that folder.</summary>
    /// <param name="folder">The root module; a copy that may be written to.</param>
    /// <param name="endpoint">
    /// The AWS that its provider talks to. If null, an address where nobody answers, for validation and mocked tests.
    /// </param>
    public static async Task<Terraform> InitAsync(string folder, Uri? endpoint = null)
    {
        var settings = Path.Combine(folder, "test.tfrc");
        await File.WriteAllTextAsync(settings, Installation(await Mirror.Value));
        var environment = AwsEnvironment.For(endpoint ?? new Uri("http://127.0.0.1:9"));
        environment["TF_CLI_CONFIG_FILE"] = settings;
        environment["TF_IN_AUTOMATION"] = "1";
        environment["TF_INPUT"] = "0";
        environment["CHECKPOINT_DISABLE"] = "1";
        var terraform = new Terraform(folder, environment);
        (await terraform.RunAsync(InitTimeout, "init", "-no-color")).Succeeded();
        return terraform;
    }

    /// <summary>Runs <c>terraform</c> with these arguments. It may fail.</summary>
    /// <exception cref="TimeoutException">It took longer than <paramref name="timeout"/>, and was ended with its provider.</exception>
    public Task<ToolResult> RunAsync(TimeSpan timeout, params string[] arguments) => Tool.RunAsync(
        Tool.Find("terraform") ?? throw new InvalidOperationException(
            "These tests need Terraform 1.10 or later ('terraform' in PATH). See https://developer.hashicorp.com/terraform/install"),
        arguments,
        _environment,
        timeout: timeout,
        workingDirectory: _folder);

    /// <summary>What <c>terraform show -json</c> prints: of the state, or of a plan file.</summary>
    public async Task<JsonElement> ShowAsync(string? plan = null) =>
        (await RunAsync(TimeSpan.FromMinutes(1), plan is null ? ["show", "-json"] : ["show", "-json", plan])).Json();

    private static string Installation(string? mirror) => mirror is null ? "" : $$"""
        provider_installation {
          filesystem_mirror {
            path    = "{{mirror}}"
            include = ["registry.terraform.io/hashicorp/aws"]
          }
          direct { exclude = ["registry.terraform.io/hashicorp/aws"] }
        }
        """;

    // the exit code doesn't count, because a folder that may not be read makes find fail after it found the provider
    private static async Task<string?> FindMirrorAsync()
    {
        if (Tool.Find("find") is not { } find)
        {
            return null;
        }
        var found = await Tool.RunAsync(
            find, ["/", "-xdev", "-type", "f", "-name", "terraform-provider-aws_v*", "-not", "-path", "*/.terraform/*"]);
        return found.Output
            .Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(static path => path.IndexOf(ProviderPath, StringComparison.Ordinal) is var at and > 0 ? path[..at] : null)
            .FirstOrDefault(static path => path is not null);
    }
}
