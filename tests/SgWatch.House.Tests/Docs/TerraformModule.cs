using System.Collections.Immutable;
using System.Text.RegularExpressions;
using SgWatch.House.Tests.Tree;

namespace SgWatch.House.Tests.Docs;

/// <summary>A folder of Terraform files.</summary>
/// <param name="Folder">Such as <c>terraform/modules/watch</c>.</param>
/// <param name="Inputs">The variables, each with where it is declared.</param>
/// <param name="Outputs">The outputs, each with where it is declared.</param>
internal sealed partial record TerraformModule(string Folder, ImmutableArray<TextBlock> Inputs, ImmutableArray<TextBlock> Outputs)
{
    public static ImmutableArray<TerraformModule> All { get; } =
    [
        .. SourceTree.WithExtension("tf").GroupBy(file => file.Folder)
            .Select(folder => new TerraformModule(folder.Key, Declared(folder, "variable"), Declared(folder, "output"))),
    ];

    /// <summary>The folders of the modules that an example calls: those are for people, the others are parts of them.</summary>
    public static ImmutableHashSet<string> CalledByExamples { get; } =
    [
        .. from file in SourceTree.WithExtension("tf")
           where file.IsIn("terraform/examples")
           from Match match in ModuleSource().Matches(file.Text)
           select SourceTree.PathOf(file.Folder, match.Groups[1].Value),
    ];

    private static ImmutableArray<TextBlock> Declared(IEnumerable<SourceFile> files, string kind) =>
    [
        .. from file in files
           from line in file.Lines.Index()
           let match = Declaration().Match(line.Item)
           where match.Success && match.Groups["kind"].Value == kind
           select new TextBlock(file.Path, line.Index + 1, match.Groups["name"].Value),
    ];

    [GeneratedRegex(@"source\s*=\s*""(\.[^""]*)""")]
    private static partial Regex ModuleSource();

    [GeneratedRegex(@"^(?<kind>variable|output) ""(?<name>\w+)""")]
    private static partial Regex Declaration();
}
