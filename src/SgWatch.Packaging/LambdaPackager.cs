using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace SgWatch.Packaging;

/// <summary>Builds the function's zip: a native <c>bootstrap</c> for <c>provided.al2023</c>, checked, and nothing else.</summary>
/// <param name="sources">The checkout that it is built from.</param>
/// <param name="progress">Gets a line about what takes time.</param>
/// <param name="time">The clock, for the wait on another build of the same checkout.</param>
public sealed class LambdaPackager(SourceTree sources, Action<string> progress, TimeProvider time)
{
    private const int KeptBuilds = 4; // of each architecture
    private static readonly TimeSpan BuildLimit = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan LockPoll = TimeSpan.FromMilliseconds(200);

    /// <summary>Makes <c>sgwatch-lambda-ARCH.zip</c> in a folder. Sources that were built before aren't built again.</summary>
    /// <exception cref="PackagingException">It can't be made. The message says what is missing or wrong.</exception>
    public async Task<LambdaPackage> PackageAsync(
        PackageArchitecture architecture, string outFolder, CancellationToken cancellationToken)
    {
        var work = Path.Combine(sources.Artifacts, architecture.RuntimeIdentifier);
        Directory.CreateDirectory(work);
        using var one = await LockAsync(Path.Combine(work, "lock"), cancellationToken);

        var sdk = await RunAsync(["--version"], cancellationToken);
        var cache = Path.Combine(sources.Artifacts, "cache", $"{architecture.Name}-{sources.Hash(architecture.Name, sdk)[..32]}");
        var bootstrap = Path.Combine(cache, "bootstrap");
        var isCached = File.Exists(bootstrap);
        if (!isCached)
        {
            await BuildAsync(architecture, work, cache, cancellationToken);
        }
        Directory.SetLastWriteTimeUtc(cache, time.GetUtcNow().UtcDateTime);
        Prune(architecture);

        var zip = WriteZip(architecture, outFolder, await File.ReadAllBytesAsync(bootstrap, cancellationToken));
        var bytes = await File.ReadAllBytesAsync(zip, cancellationToken);
        return new(zip, bootstrap, !isCached, bytes.LongLength, Convert.ToBase64String(SHA256.HashData(bytes)));
    }

    private async Task BuildAsync(PackageArchitecture architecture, string work, string cache, CancellationToken cancellationToken)
    {
        var toolchain = Toolchain.Find(architecture, RuntimeInformation.OSArchitecture, OperatingSystem.IsLinux(), FindInPath, work);
        progress($"Building the function for {architecture.Name}. This takes a minute or two, once for each state of the sources.");
        await RunAsync([
            "publish", sources.LambdaProject, "-c", "Release", "-r", architecture.RuntimeIdentifier, "--artifacts-path", work,
            "-nologo", "-v", "quiet", .. toolchain.PublishArguments], cancellationToken);

        var built = Path.Combine(work, "publish", "SgWatch.Lambda", $"release_{architecture.RuntimeIdentifier}", "bootstrap");
        var program = await File.ReadAllBytesAsync(built, cancellationToken);
        BootstrapCheck.Run(program, architecture);
        Directory.CreateDirectory(cache);
        var half = Path.Combine(cache, "half");
        File.Copy(built, half, overwrite: true);
        File.Move(half, Path.Combine(cache, "bootstrap")); // the cache has the whole program or none
    }

    private static string WriteZip(PackageArchitecture architecture, string outFolder, byte[] program)
    {
        BootstrapCheck.Run(program, architecture);
        Directory.CreateDirectory(outFolder);
        var zip = Path.Combine(outFolder, $"sgwatch-lambda-{architecture.Name}.zip");
        var half = zip + ".half";
        using (var stream = File.Create(half))
        {
            PackageZip.Write(stream, "bootstrap", program);
        }
        File.Move(half, zip, overwrite: true);
        return zip;
    }

    private void Prune(PackageArchitecture architecture)
    {
        var builds = new DirectoryInfo(Path.Combine(sources.Artifacts, "cache")).EnumerateDirectories($"{architecture.Name}-*");
        foreach (var old in builds.OrderByDescending(build => build.LastWriteTimeUtc).Skip(KeptBuilds))
        {
            old.Delete(recursive: true);
        }
    }

    // another build of this checkout may run: wait for it, and find what it built in the cache
    private async Task<FileStream> LockAsync(string path, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(BuildLimit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        while (true) // until the limit
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (!limit.IsCancellationRequested)
            {
                try
                {
                    await Task.Delay(LockPoll, time, either.Token);
                }
                catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
                {
                    throw new PackagingException($"Another build has held {path} for more than {BuildLimit.TotalMinutes} minutes.");
                }
            }
        }
    }

    private async Task<string> RunAsync(IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        using var process = new Process
        {
            StartInfo = new(FindInPath("dotnet") ?? throw new PackagingException("The .NET SDK is not in PATH (no dotnet)."), arguments)
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                WorkingDirectory = sources.Root,
            },
        };
        using var limit = new CancellationTokenSource(BuildLimit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        process.Start();
        var output = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
        var error = process.StandardError.ReadToEndAsync(CancellationToken.None);
        try
        {
            await process.WaitForExitAsync(either.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            cancellationToken.ThrowIfCancellationRequested();
            throw new PackagingException($"dotnet {arguments[0]} did not end within {BuildLimit.TotalMinutes} minutes.");
        }
        var text = (await output + await error).Trim();
        return process.ExitCode == 0 ? text : throw new PackagingException($"dotnet {string.Join(' ', arguments)} failed:\n{text}");
    }

    private static string? FindInPath(string program) => (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .Select(folder => Path.Combine(folder, program))
        .FirstOrDefault(File.Exists);
}
