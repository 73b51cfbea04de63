using System.CommandLine;
using SgWatch.Packaging;

namespace SgWatch.Cli.Commands;

/// <summary><c>sgwatch package</c>: the zip that Lambda runs.</summary>
internal static class PackageCommand
{
    public static Command Create(TextWriter output, TextWriter error)
    {
        var arch = new Option<string>("--arch") { Description = "The function's processor.", DefaultValueFactory = _ => PackageArchitecture.X64.Name };
        arch.AcceptOnlyFromAmong([.. PackageArchitecture.All.Select(architecture => architecture.Name)]);
        var folder = new Option<string>("--out") { Description = "The folder for the zip.", DefaultValueFactory = _ => "artifacts", HelpName = "DIR" };
        var command = new Command("package",
            """
            Builds the Lambda function's zip: one native program named bootstrap, for the runtime provided.al2023. Takes a minute or two, once for
            each state of the sources. Needs a C compiler (clang or gcc) on Linux.
            """)
        {
            arch,
            folder,
        };
        command.SetAction((parsed, cancellationToken) => RunAsync(
            PackageArchitecture.All.Single(architecture => architecture.Name == parsed.GetValue(arch)), parsed.GetValue(folder)!, output, error, cancellationToken));
        return command.WithExamples("""
            sgwatch package --arch x64 --out dist
            """);
    }

    private static async Task<int> RunAsync(
        PackageArchitecture architecture, string folder, TextWriter output, TextWriter error, CancellationToken cancellationToken)
    {
        try
        {
            var packager = new LambdaPackager(SourceTree.Find(AppContext.BaseDirectory), error.WriteLine, TimeProvider.System);
            var package = await packager.PackageAsync(architecture, folder, cancellationToken);
            output.WriteLine($"{package.Zip}  {package.SizeBytes / 1024.0 / 1024.0:0.0} MiB  sha256 {package.Sha256}");
            return ExitCode.Clean;
        }
        catch (PackagingException problem)
        {
            error.WriteLine($"sgwatch package: {problem.Message}");
            return ExitCode.Failed;
        }
    }
}
