using System.Collections.Immutable;
using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace SgWatch.House.Tests.Tree;

/// <summary>The repository's files: what git tracks, or would track after <c>git add</c>.</summary>
internal static class SourceTree
{
    private static readonly Lazy<ImmutableArray<SourceFile>> All = new(Read);

    public static string Root { get; } = FindRoot();

    /// <summary>Every file, sorted by path.</summary>
    public static ImmutableArray<SourceFile> Files => All.Value;

    public static IEnumerable<SourceFile> WithExtension(params string[] extensions) =>
        Files.Where(file => extensions.Contains(file.Extension));

    /// <summary>The Markdown files.</summary>
    public static IEnumerable<SourceFile> Docs => WithExtension("md");

    /// <summary>C# files, scripts, Terraform and build files.</summary>
    public static IEnumerable<SourceFile> Code =>
        Files.Where(file => file.Extension is "cs" or "py" or "sh" or "tf" or "hcl" or "tfvars" or "yaml" or "yml" or "csproj" or "props"
            || IsScript(file));

    /// <summary>True for a file without extension that begins with a shebang, such as <c>./test</c>.</summary>
    public static bool IsScript(SourceFile file) => file.Extension is "" && file.Text.StartsWith("#!", StringComparison.Ordinal);

    /// <summary>A path that is relative to a folder, from the root, with '/' between the folders.</summary>
    public static string PathOf(string folder, string path) =>
        Path.GetRelativePath(Root, Path.GetFullPath(Path.Combine(Root, folder, path))).Replace('\\', '/');

    private static ImmutableArray<SourceFile> Read() =>
    [
        .. (FromGit() ?? FromFolders())
            .Where(path => File.Exists(Path.Combine(Root, path)))
            .Distinct()
            .Order(StringComparer.Ordinal)
            .Select(path => new SourceFile(path)),
    ];

    private static string[]? FromGit()
    {
        try
        {
            using var git = Process.Start(new ProcessStartInfo("git", ["ls-files", "-z", "--cached", "--others", "--exclude-standard"])
            {
                WorkingDirectory = Root,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;
            var output = git.StandardOutput.ReadToEnd();
            git.WaitForExit();
            return git.ExitCode == 0 ? output.Split('\0', StringSplitOptions.RemoveEmptyEntries) : null;
        }
        catch (Win32Exception)
        {
            return null; // git isn't installed
        }
    }

    private static IEnumerable<string> FromFolders() =>
        Directory.EnumerateFiles(Root, "*", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(Root, path).Replace('\\', '/'))
            .Where(path => !path.Split('/').Any(part => part is "bin" or "obj" or ".git" or ".terraform" or "artifacts" or "dist"));

    private static string FindRoot([CallerFilePath] string here = "")
    {
        for (var folder = Path.GetDirectoryName(here); folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (File.Exists(Path.Combine(folder, "SgWatch.slnx")))
            {
                return folder;
            }
        }
        throw new DirectoryNotFoundException($"No folder above {here} holds SgWatch.slnx.");
    }
}
