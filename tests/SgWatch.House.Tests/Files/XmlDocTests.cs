using System.Globalization;
using Microsoft.CodeAnalysis;
using SgWatch.House.Tests.Code;
using SgWatch.House.Tests.Tree;

namespace SgWatch.House.Tests.Files;

/// <summary>XML docs on every public type and member of <c>SgWatch</c>: shape, unit, errors and source.</summary>
public class XmlDocTests
{
    private const string Heart = "src/SgWatch";

    private static ProjectFile Project => ProjectFile.All.Single(project => project.Folder == Heart);

    [Fact]
    public void Every_public_type_and_member_of_the_heart_has_docs() => Breach.AssertNone(
        from diagnostic in CodeBase.Compile(Project).GetDiagnostics(TestContext.Current.CancellationToken)
        where diagnostic.Id is "CS1591" && diagnostic.Location.IsInSource
        let line = diagnostic.Location.GetLineSpan()
        select new Breach(line.Path, line.StartLinePosition.Line + 1, diagnostic.GetMessage(CultureInfo.InvariantCulture)),
        "Say its shape, unit, errors or source, and what default is. A type that nobody outside needs is internal.");

    [Fact]
    public void The_compiler_refuses_a_public_member_without_docs_in_the_heart() => Breach.AssertNone(
        [
            .. from file in SourceTree.Files
               where file.Path == "Directory.Build.props" || file == Project.File
               from line in file.Lines.Index()
               where line.Item.Contains("CS1591") && line.Item.Contains("NoWarn") && !line.Item.Contains("Condition")
               select new Breach(file.Path, line.Index + 1, "switches CS1591 off for every project"),
            .. from file in SourceTree.WithExtension("cs")
               where file.IsIn(Heart)
               from line in file.Lines.Index()
               where line.Item.Contains("#pragma warning disable CS1591")
               select new Breach(file.Path, line.Index + 1, "switches CS1591 off"),
        ],
        $"Let <NoWarn> name CS1591 only for other projects: Condition=\"'$(MSBuildProjectName)' != 'SgWatch'\".");
}
