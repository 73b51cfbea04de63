using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using SgWatch.House.Tests.Tree;

namespace SgWatch.House.Tests.Code;

/// <summary>Every project's code, parsed and bound by the C# compiler, so that a name is known by what it stands for.</summary>
internal static class CodeBase
{
    // what the SDK imports for ImplicitUsings, which is on in Directory.Build.props
    private static readonly string[] ImplicitUsings =
    [
        "System", "System.Collections.Generic", "System.IO", "System.Linq", "System.Net.Http", "System.Threading", "System.Threading.Tasks",
    ];

    private static readonly CSharpParseOptions Options = new(LanguageVersion.Latest, DocumentationMode.Diagnose);
    private static readonly ConcurrentDictionary<SourceFile, SyntaxTree> Trees = [];
    private static readonly ConcurrentDictionary<string, Lazy<CSharpCompilation>> Compilations = [];
    private static readonly Lazy<MetadataReference[]> References = new(ReadReferences);
    private static readonly Lazy<Dictionary<string, string>> Frameworks = new(ReadFrameworks);

    /// <summary>The file's syntax tree; its path is the one from the repository's root.</summary>
    public static SyntaxTree Parse(SourceFile file) =>
        Trees.GetOrAdd(file, static file => CSharpSyntaxTree.ParseText(file.Text, Options, file.Path));

    public static CSharpCompilation Compile(ProjectFile project) =>
        Compilations.GetOrAdd(project.Folder, _ => new(() => Make(project))).Value;

    /// <summary>The shared framework that an assembly is part of, such as <c>Microsoft.AspNetCore.App</c>; null for a package.</summary>
    public static string? ShippedWith(string assembly) => Frameworks.Value.GetValueOrDefault(assembly);

    private static CSharpCompilation Make(ProjectFile project)
    {
        var all = ProjectFile.All.ToDictionary(other => other.Folder);
        var projects = new HashSet<string>();
        var waiting = new Queue<string>(project.Projects);
        while (waiting.TryDequeue(out var next))
        {
            if (projects.Add(next))
            {
                all[next].Projects.ToList().ForEach(waiting.Enqueue);
            }
        }
        return CSharpCompilation.Create(
            project.AssemblyName,
            [.. project.Sources.Select(Parse), Generated(project)],
            [.. References.Value, .. projects.Select(folder => Compile(all[folder]).ToMetadataReference())],
            new CSharpCompilationOptions(OutputKind.ConsoleApplication, allowUnsafe: true)
                .WithNullableContextOptions(NullableContextOptions.Enable)
                .WithSpecificDiagnosticOptions([new("CS1591", ReportDiagnostic.Error)]));
    }

    /// <summary>What the SDK would write into <c>obj</c>: imported namespaces, and who sees the internal types.</summary>
    private static SyntaxTree Generated(ProjectFile project)
    {
        var lines = ImplicitUsings.Concat(project.Usings).Select(name => $"global using global::{name};")
            .Concat(project.Friends.Select(name => $"[assembly: System.Runtime.CompilerServices.InternalsVisibleTo(\"{name}\")]"));
        return CSharpSyntaxTree.ParseText(string.Join('\n', lines), Options);
    }

    // everything that this test itself runs on: .NET, ASP.NET Core and the packages, without the projects, which are compiled here
    private static MetadataReference[] ReadReferences()
    {
        var own = ProjectFile.All.Select(project => project.AssemblyName).ToHashSet();
        return [.. Assemblies()
            .Where(path => !own.Contains(Path.GetFileNameWithoutExtension(path)))
            .Select(path => MetadataReference.CreateFromFile(path))];
    }

    // an assembly of a shared framework lies in a folder such as shared/Microsoft.AspNetCore.App/10.0.0
    private static Dictionary<string, string> ReadFrameworks() =>
        Assemblies().Select(path => (Path: path, Framework: Path.GetFileName(Path.GetDirectoryName(Path.GetDirectoryName(path)!)!)))
            .Where(assembly => assembly.Framework.EndsWith(".App", StringComparison.Ordinal))
            .DistinctBy(assembly => Path.GetFileName(assembly.Path))
            .ToDictionary(assembly => Path.GetFileNameWithoutExtension(assembly.Path), assembly => assembly.Framework);

    private static string[] Assemblies() => ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator);
}
