using Microsoft.CodeAnalysis.CSharp.Syntax;
using SgWatch.House.Tests.Code;
using SgWatch.House.Tests.Tree;

namespace SgWatch.House.Tests.Files;

/// <summary>Files of a size that is read at one sitting, each found by its type's name.</summary>
public class FileSizeTests
{
    private const int Lines = 250;

    private static IEnumerable<SourceFile> Code =>
        SourceTree.Code.Where(file => file.IsIn("src", "tests", "bench") && file.Extension is "cs" or "py" or "");

    [Fact]
    public void A_file_has_at_most_250_lines() => Breach.AssertNone(
        from file in Code
        where file.Lines.Count > Lines
        select new Breach(file.Path, Lines + 1, $"{file.Lines.Count} lines"),
        "Give a part that has a name of its own a file of its own.");

    [Fact]
    public void A_file_has_one_type_and_its_name() => Breach.AssertNone(
        from file in Code
        where file.Extension is "cs"
        from breach in Types(file).Skip(1).Select(type => (Type: type, What: "is a second type of the file"))
            .Concat(Types(file).Take(1).Where(type => !IsNamedAfter(file, type))
                .Select(type => (Type: type, What: "isn't the file's name")))
        select new Breach(file.Path, breach.Type.Line, $"{breach.Type.Name} {breach.What}"),
        "One type a file, called as the file is; a closed set of cases is one type, with its cases nested.");

    private static IEnumerable<(string Name, int Line)> Types(SourceFile file) =>
        from node in CodeBase.Parse(file).GetRoot().DescendantNodes(node => node is CompilationUnitSyntax or BaseNamespaceDeclarationSyntax)
        let name = node switch
        {
            BaseTypeDeclarationSyntax type => type.Identifier,
            DelegateDeclarationSyntax type => type.Identifier,
            _ => default,
        }
        where name.ValueText is { Length: > 0 }
        select (name.ValueText, name.GetLocation().GetLineSpan().StartLinePosition.Line + 1);

    // Judge.cs, or for a part of a type Judge.World.cs
    private static bool IsNamedAfter(SourceFile file, (string Name, int Line) type) =>
        file.Name == $"{type.Name}.cs" || file.Name.StartsWith($"{type.Name}.", StringComparison.Ordinal);
}
