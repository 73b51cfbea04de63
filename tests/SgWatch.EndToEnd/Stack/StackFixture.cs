using System.Text.Json;
using SgWatch.EndToEnd.Lambda;
using SgWatch.EndToEnd.Tools;
using SgWatch.Packaging;

namespace SgWatch.EndToEnd.Stack;

/// <summary>The example <c>single-account</c>, applied by the real Terraform on a moto server of its own.</summary>
/// <remarks>Its state is in the bucket of <c>state-bootstrap</c>.</remarks>
public sealed class StackFixture : IAsyncLifetime
{
    private static readonly TimeSpan ApplyLimit = TimeSpan.FromMinutes(5);
    private static readonly string[] Emails = ["security@example.com"];

    private readonly StackFolder _folder = new(isForEmulator: true);
    private MotoServer? _server;
    private LambdaPackage? _package;
    private Terraform? _terraform;

    public MotoServer Server => _server ?? throw NotInitialised();

    /// <summary>The zip that is deployed.</summary>
    public LambdaPackage Package => _package ?? throw NotInitialised();

    public Terraform Terraform => _terraform ?? throw NotInitialised();

    public AwsCli Aws { get; private set; } = null!;

    /// <summary>The example's output: the module's outputs.</summary>
    public JsonElement Outputs { get; private set; }

    /// <summary>The policy file of the applied copy.</summary>
    public string PolicyFile => Path.Combine(_folder.Example("single-account"), "sgwatch.yaml");

    /// <summary>The bucket of the state.</summary>
    public static string StateBucket => $"terraform-state-{OpenedEvent.Account}-us-east-1";

    public async ValueTask InitializeAsync()
    {
        var packaging = new LambdaPackager(SourceTree.Find(AppContext.BaseDirectory), _ => { }, TimeProvider.System)
            .PackageAsync(FunctionFixture.Architecture, Path.Combine(_folder.Root, "dist"), CancellationToken.None);
        _server = await MotoServer.StartAsync(recording: RecordingFile);
        Aws = new(Server.Url);

        var bootstrap = await Terraform.InitAsync(_folder.Example("state-bootstrap"), Server.Url);
        await ApplyAsync(bootstrap);
        var backend = (await bootstrap.RunAsync(TimeSpan.FromMinutes(1), "output", "-raw", "backend")).Succeeded().Output;
        await File.WriteAllTextAsync(Path.Combine(_folder.Example("single-account"), "backend.tf"), backend);

        _package = await packaging;
        _terraform = await Terraform.InitAsync(_folder.Example("single-account"), Server.Url);
        await ApplyAsync();
    }

    /// <summary>Applies the example as it now is.</summary>
    /// <param name="forceDestroy">Its input of that name.</param>
    public async Task ApplyAsync(bool forceDestroy = false)
    {
        await SetAsync(forceDestroy);
        await ApplyAsync(Terraform);
        Outputs = (await Terraform.RunAsync(TimeSpan.FromMinutes(1), "output", "-json", "sgwatch")).Json();
    }

    public async Task<ToolResult> DestroyAsync() =>
        (await Terraform.RunAsync(ApplyLimit, "destroy", "-auto-approve", "-no-color")).Succeeded();

    /// <summary>An output of the module.</summary>
    public string Output(string name) =>
        Outputs.GetProperty(name).GetString() ?? throw new InvalidOperationException($"The output {name} is null.");

    /// <summary>The calls to AWS so far that were signed with this access key.</summary>
    internal IReadOnlyList<RecordedCall> Calls(string accessKeyId) => RecordedCall.Read(File.ReadLines(RecordingFile), accessKeyId);

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }
        _folder.Dispose();
    }

    private string RecordingFile => Path.Combine(_folder.Root, "requests.jsonl");

    private static async Task ApplyAsync(Terraform terraform) =>
        (await terraform.RunAsync(ApplyLimit, "apply", "-auto-approve", "-no-color")).Succeeded();

    // what a user would write into terraform.tfvars
    private Task SetAsync(bool forceDestroy = false) => File.WriteAllTextAsync(
        Path.Combine(_folder.Example("single-account"), "test.auto.tfvars.json"),
        JsonSerializer.Serialize(new
        {
            package = Package.Zip,
            architecture = FunctionFixture.Architecture == PackageArchitecture.Arm64 ? "arm64" : "x86_64",
            emails = Emails,
            force_destroy = forceDestroy,
        }));

    private static InvalidOperationException NotInitialised() => new("The fixture isn't initialised.");
}
