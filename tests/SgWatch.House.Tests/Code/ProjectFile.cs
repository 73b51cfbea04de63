using System.Collections.Immutable;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using SgWatch.House.Tests.Tree;

namespace SgWatch.House.Tests.Code;

/// <summary>A <c>.csproj</c>, as far as the house rules need it.</summary>
internal sealed record ProjectFile(SourceFile File)
{
    private static readonly Lazy<ImmutableArray<ProjectFile>> Known =
        new(() => [.. SourceTree.WithExtension("csproj").Select(file => new ProjectFile(file))]);

    private readonly Lazy<XDocument> _xml = new(() => XDocument.Parse(File.Text));

    /// <summary>Every project of the repository.</summary>
    public static ImmutableArray<ProjectFile> All => Known.Value;

    /// <summary>The project's folder, such as <c>src/SgWatch.Aws</c>: that is how the docs call a project.</summary>
    public string Folder => File.Folder;

    public string AssemblyName => _xml.Value.Descendants("AssemblyName").FirstOrDefault()?.Value ?? File.Name[..^".csproj".Length];

    /// <summary>The folders of the projects that this one names, such as <c>src/SgWatch</c>.</summary>
    public IEnumerable<string> Projects => Includes("ProjectReference").Select(path => new SourceFile(Resolve(path)).Folder);

    public IEnumerable<string> Packages => Includes("PackageReference");

    public IEnumerable<string> Frameworks => Includes("FrameworkReference");

    /// <summary>The namespaces that every file of the project imports, beside .NET's own.</summary>
    public IEnumerable<string> Usings => Includes("Using");

    public IEnumerable<string> Friends => Includes("InternalsVisibleTo");

    /// <summary>The C# files that are compiled: those below the folder, and those of other projects that the project names.</summary>
    public IEnumerable<SourceFile> Sources
    {
        get
        {
            var linked = Includes("Compile").Select(Resolve).Select(AsPattern).ToList();
            return SourceTree.WithExtension("cs").Where(file => file.IsIn(Folder) || linked.Exists(pattern => pattern.IsMatch(file.Path)));
        }
    }

    private IEnumerable<string> Includes(string item) =>
        _xml.Value.Descendants(item).Attributes("Include").SelectMany(include => include.Value.Split(';'));

    private string Resolve(string path) => SourceTree.PathOf(Folder, path);

    private static Regex AsPattern(string glob) =>
        new($"^{Regex.Escape(glob).Replace(@"\*\*/", "(.*/)?").Replace(@"\*", "[^/]*")}$", RegexOptions.CultureInvariant);
}
