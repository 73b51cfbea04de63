using System.Runtime.InteropServices;
using System.Security.Cryptography.X509Certificates;

namespace SgWatch.Aws.Trust;

/// <summary>The system's store of trusted root certificates, read only when it is needed.</summary>
/// <remarks>
/// On Linux, .NET reads the whole store at the first handshake, even if the chain is checked against other roots alone. This takes
/// some 90 ms of a cold start. After <see cref="Defer"/>, .NET finds no store, and <see cref="Load"/> reads it on demand.
/// </remarks>
public static partial class SystemTrustStore
{
    private const string FileVariable = "SSL_CERT_FILE"; // OpenSSL's variables, which .NET reads too
    private const string FolderVariable = "SSL_CERT_DIR";
    private const string NoStore = "/dev/null";

    // one file with all roots, on Debian; Amazon Linux and Fedora; Alpine; openSUSE
    private static readonly string[] Files = [
        "/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt", "/etc/ssl/cert.pem", "/etc/ssl/ca-bundle.pem"];

    private static string? _file;
    private static string? _folder;

    /// <summary>True after <see cref="Defer"/>: .NET doesn't find the system's roots by itself.</summary>
    public static bool IsDeferred { get; private set; }

    /// <summary>Keeps .NET from reading the store. It has an effect on Linux only.</summary>
    /// <remarks>For a program that connects to AWS alone. Call it first, before any other thread starts and before any TLS.</remarks>
    public static void Defer()
    {
        if (!OperatingSystem.IsLinux() || IsDeferred)
        {
            return;
        }
        (_file, _folder) = (Environment.GetEnvironmentVariable(FileVariable), Environment.GetEnvironmentVariable(FolderVariable));
        // .NET's own setter changes a copy of the environment; OpenSSL reads the process's
        IsDeferred = SetVariable(FileVariable, NoStore, 1) == 0 && SetVariable(FolderVariable, NoStore, 1) == 0;
    }

    /// <summary>Reads the system's roots: from the environment's file or folder, else from the usual file of a Linux system.</summary>
    internal static X509Certificate2Collection Load()
    {
        var roots = new X509Certificate2Collection();
        foreach (var file in Sources(_file, _folder))
        {
            roots.ImportFromPemFile(file);
        }
        return roots;
    }

    internal static IEnumerable<string> Sources(string? file, string? folder) => (file, folder) switch
    {
        ({ Length: > 0 }, _) when File.Exists(file) => [file],
        (_, { Length: > 0 }) when Directory.Exists(folder) => Directory.EnumerateFiles(folder, "*.pem"),
        _ => Files.Where(File.Exists).Take(1),
    };

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetVariable(string name, string value, int overwrite);
}
