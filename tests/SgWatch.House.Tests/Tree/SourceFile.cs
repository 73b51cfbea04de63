namespace SgWatch.House.Tests.Tree;

/// <summary>A file of the repository.</summary>
/// <param name="Path">Where it is, from the repository's root, with '/' between the folders.</param>
/// <param name="Content">Its text, for a file that isn't on the disk; null to read it from there.</param>
internal sealed record SourceFile(string Path, string? Content = null)
{
    private readonly Lazy<string> _text = new(() => Content ?? File.ReadAllText(System.IO.Path.Combine(SourceTree.Root, Path)));

    public string Text => _text.Value;

    /// <summary>Its lines; what follows the last line break is one only if there is something.</summary>
    public IReadOnlyList<string> Lines => field ??= Text.ReplaceLineEndings("\n").TrimEnd('\n').Split('\n');

    /// <summary>The folder that the file is in; empty for the repository's root.</summary>
    public string Folder => Path.LastIndexOf('/') is var end and > 0 ? Path[..end] : "";

    public string Name => Path[(Path.LastIndexOf('/') + 1)..];

    /// <summary>What follows the last dot of the name, such as <c>cs</c>; empty if there is none.</summary>
    public string Extension => Name.LastIndexOf('.') is var dot and > 0 ? Name[(dot + 1)..] : "";

    /// <summary>True if the file is in one of the folders, at any depth.</summary>
    public bool IsIn(params ReadOnlySpan<string> folders)
    {
        foreach (var folder in folders)
        {
            if (Path.StartsWith($"{folder}/", StringComparison.Ordinal))
            {
                return true;
            }
        }
        return false;
    }
}
