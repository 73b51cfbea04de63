using System.Runtime.InteropServices;
using System.Security.Cryptography.X509Certificates;

namespace SgWatch.Aws.Trust;

/// <summary>The machine's store of root certificates, read only when it is needed.</summary>
/// <remarks>
/// On Linux .NET reads the whole store at the first handshake, some 90 ms of a cold start, even for a chain that is checked against other
/// roots alone. After <see cref="Defer"/> it finds none, and whoever wants the machine's roots takes them from <see cref="Load"/>.
/// </remarks>
public static partial class SystemTrustStore
{
    private const string FileVariable = "SSL_CERT_FILE"; // OpenSSL's own, which .NET follows
    private const string FolderVariable = "SSL_CERT_DIR";
    private const string Nowhere = "/dev/null";

    // where Linux systems have all roots in one file: Debian, Amazon Linux and Fedora, Alpine, openSUSE
    private static readonly string[] Files = [
        "/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt", "/etc/ssl/cert.pem", "/etc/ssl/ca-bundle.pem"];

    private static string? _file;
    private static string? _folder;

    /// <summary>Whether .NET finds no roots of the machine's by itself.</summary>
    public static bool IsDeferred { get; private set; }

    /// <summary>Keeps .NET from reading the store. For a program that reaches nothing but AWS; to be called at its start, before any other
    /// thread and any TLS. Does nothing but on Linux.</summary>
    public static void Defer()
    {
        if (!OperatingSystem.IsLinux() || IsDeferred)
        {
            return;
        }
        (_file, _folder) = (Environment.GetEnvironmentVariable(FileVariable), Environment.GetEnvironmentVariable(FolderVariable));
        // .NET's own setter changes its copy of the environment; OpenSSL reads the process's
        IsDeferred = SetVariable(FileVariable, Nowhere, 1) == 0 && SetVariable(FolderVariable, Nowhere, 1) == 0;
    }

    /// <summary>The machine's roots, from where the environment says they are, else from where Linux systems have them.</summary>
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
