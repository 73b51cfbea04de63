using System.CommandLine;
using System.Globalization;
using SgWatch.Packaging;

namespace SgWatch.Cli.Commands;

/// <summary><c>sgwatch package</c>: the zip that Lambda runs.</summary>
internal static class PackageCommand
{
    private const double BytesPerMebibyte = 1024 * 1024;

    public static Command Create(TextWriter output, TextWriter error)
    {
        var arch = new Option<string>("--arch")
        {
            Description = "The function's processor architecture. x86_64 and amd64 are other names for x64.",
            DefaultValueFactory = _ => PackageArchitecture.X64.Name,
        };
        arch.AcceptOnlyFromAmong([.. PackageArchitecture.Names]);
        var folder = new Option<string>("--out")
        {
            Description = "The folder for the zip.",
            DefaultValueFactory = _ => "artifacts",
            HelpName = "DIR",
        };
        var command = new Command("package", "Builds the Lambda function's zip.")
        {
            arch,
            folder,
        };
        command.SetAction((parsed, cancellationToken) => RunAsync(
            PackageArchitecture.Named(parsed.GetValue(arch)!), parsed.GetValue(folder)!, output, error, cancellationToken));
        return command
            .WithDetails("""
                The zip holds one native program named bootstrap, for the runtime provided.al2023.
                The first build takes a minute or two. Later builds of the same sources come from a cache.
                It needs a checkout of SgWatch, the .NET SDK, Linux, and a C compiler (clang or gcc).
                """)
            .WithExamples("""
                sgwatch package --arch x64 --out dist
                sgwatch package --arch arm64 --out dist
                """);
    }

    private static async Task<int> RunAsync(
        PackageArchitecture architecture, string folder, TextWriter output, TextWriter error, CancellationToken cancellationToken)
    {
        try
        {
            var packager = new LambdaPackager(SourceTree.Find(AppContext.BaseDirectory), error.WriteLine, TimeProvider.System);
            var package = await packager.PackageAsync(architecture, folder, cancellationToken);
            var size = string.Create(CultureInfo.InvariantCulture, $"{package.SizeBytes / BytesPerMebibyte:0.0} MiB");
            output.WriteLine($"{package.Zip}  {size}  sha256 {package.Sha256}");
            return ExitCode.Clean;
        }
        catch (PackagingException problem)
        {
            error.WriteLine($"sgwatch package: {problem.Message}");
            return ExitCode.Failed;
        }
    }
}
