using System.Security.Cryptography;
using System.Text;

namespace SgWatch.Packaging;

/// <summary>A checkout of SgWatch, from which the function is built.</summary>
/// <param name="Root">The folder of <c>SgWatch.slnx</c>.</param>
public sealed record SourceTree(string Root)
{
    private static readonly string[] Folders = ["src/SgWatch", "src/SgWatch.Aws", "src/SgWatch.Lambda", "policies"];
    private static readonly string[] Files =
        ["Directory.Build.props", "Directory.Packages.props", "BannedSymbols.txt", ".editorconfig", "global.json"];

    private static readonly string[] BuildFolders = ["bin", "obj"];

    /// <summary>The function's project file.</summary>
    public string LambdaProject => Path.Combine(Root, "src", "SgWatch.Lambda", "SgWatch.Lambda.csproj");

    /// <summary>The folder for builds.</summary>
    public string Artifacts => Path.Combine(Root, "artifacts", "package");

    /// <summary>Finds the checkout that contains a folder.</summary>
    /// <exception cref="PackagingException">There is none.</exception>
    public static SourceTree Find(string folder)
    {
        for (var at = new DirectoryInfo(folder); at is not null; at = at.Parent)
        {
            if (File.Exists(Path.Combine(at.FullName, "SgWatch.slnx")))
            {
                return new(at.FullName);
            }
        }
        throw new PackagingException(
            $"The package is built from SgWatch's sources, but '{folder}' is not in a checkout of them (no SgWatch.slnx above it).");
    }

    /// <summary>A hash of everything that the function is built from.</summary>
    /// <param name="more">What else makes a difference, such as the compiler's version.</param>
    public string Hash(params ReadOnlySpan<string> more)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var path in Sources().Order(StringComparer.Ordinal))
        {
            Append(hash, Encoding.UTF8.GetBytes(path));
            Append(hash, File.ReadAllBytes(Path.Combine(Root, path)));
        }
        foreach (var text in more)
        {
            Append(hash, Encoding.UTF8.GetBytes(text));
        }
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private IEnumerable<string> Sources() => Files.Where(file => File.Exists(Path.Combine(Root, file)))
        .Concat(Folders.SelectMany(project => Directory.EnumerateFiles(Path.Combine(Root, project), "*", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(Root, file).Replace('\\', '/'))
            .Where(file => !file.Split('/').Intersect(BuildFolders).Any())));

    // each part has its length before it, so that two different trees never give the same bytes
    private static void Append(IncrementalHash hash, byte[] part)
    {
        hash.AppendData(BitConverter.GetBytes(part.LongLength));
        hash.AppendData(part);
    }
}
