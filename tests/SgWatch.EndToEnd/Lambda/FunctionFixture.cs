using SgWatch.Packaging;

namespace SgWatch.EndToEnd.Lambda;

/// <summary>The function as <c>sgwatch package</c> builds it for this machine's processor.</summary>
public sealed class FunctionFixture : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("sgwatch-package-").FullName;
    private LambdaPackage? _package;

    public LambdaPackage Package => _package ?? throw new InvalidOperationException("The fixture isn't initialised.");

    public static PackageArchitecture Architecture =>
        System.Runtime.InteropServices.RuntimeInformation.OSArchitecture == System.Runtime.InteropServices.Architecture.Arm64
            ? PackageArchitecture.Arm64
            : PackageArchitecture.X64;

    public async ValueTask InitializeAsync() => _package = await PackageAsync();

    /// <summary>Packages again; the cache has the build.</summary>
    public Task<LambdaPackage> PackageAsync()
    {
        var packager = new LambdaPackager(SourceTree.Find(AppContext.BaseDirectory), _ => { }, TimeProvider.System);
        return packager.PackageAsync(Architecture, _folder, CancellationToken.None);
    }

    public ValueTask DisposeAsync()
    {
        Directory.Delete(_folder, recursive: true);
        return ValueTask.CompletedTask;
    }
}
