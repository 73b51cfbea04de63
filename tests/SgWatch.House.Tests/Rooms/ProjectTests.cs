using SgWatch.House.Tests.Code;
using SgWatch.House.Tests.Tree;

namespace SgWatch.House.Tests.Rooms;

/// <summary>The projects: each uses the projects and packages of its row, and no more.</summary>
public class ProjectTests
{
    private const string HowToMend = "A project's row lists each project and package that its code uses, and no more.";

    private static IEnumerable<(ProjectFile Project, RoomRow Row)> Projects =>
        from project in ProjectFile.All
        from row in RoomTable.Current.Projects
        where row.Name == project.Folder
        select (project, row);

    [Fact]
    public void A_project_refers_only_to_projects_of_its_row() => Breach.AssertNone(
        from project in Projects
        from other in project.Project.Projects
        where !project.Row.MayUse.Contains(other)
        select new Breach(project.Project.File.Path, 1, $"refers to {other}, which isn't in its row of {RoomTable.Path}"),
        HowToMend);

    [Fact]
    public void A_project_uses_only_types_of_projects_of_its_row() => Breach.AssertNone(
        from project in Projects
        from use in UsesOf(project.Project)
        where use.IsOurs && Room.Of(use.Owner) is { } used && used.Project != project.Row.Name && !project.Row.MayUse.Contains(used.Project)
        select new Breach(use.Path, use.Line, $"uses {use.Type} of {Room.Of(use.Owner)}, which isn't in its row of {RoomTable.Path}"),
        HowToMend);

    [Fact]
    public void A_row_lists_only_projects_that_are_used() => Breach.AssertNone(
        from project in Projects
        from other in project.Row.MayUse
        where IsProject(other) && !project.Project.Sources.Any(file => file.IsIn(other))
            && !UsesOf(project.Project).Any(use => use.IsOurs && Room.Of(use.Owner)?.Project == other)
            && (IsSource(project.Project) || !project.Project.Projects.Contains(other)) // a test may only run what it refers to
        select new Breach(RoomTable.Path, project.Row.Line, $"`{project.Row.Name}` doesn't use `{other}`"),
        $"{HowToMend} Take it out of the row and of the project file.");

    [Fact]
    public void A_project_in_src_refers_only_to_packages_of_its_row() => Breach.AssertNone(
        from project in Projects
        where IsSource(project.Project)
        from package in project.Project.Packages.Concat(project.Project.Frameworks)
        where !IsListed(project.Row, package)
        select new Breach(project.Project.File.Path, 1, $"refers to {package}, which isn't in its row of {RoomTable.Path}"),
        HowToMend);

    [Fact]
    public void A_project_in_src_uses_only_types_of_packages_of_its_row() => Breach.AssertNone(
        from project in Projects
        where IsSource(project.Project)
        from use in UsesOf(project.Project)
        where !use.IsOurs && PackageOf(use.Owner) is { } package && !IsListed(project.Row, package)
        select new Breach(use.Path, use.Line, $"uses {use.Type} of {use.Owner}, which isn't in its row of {RoomTable.Path}"),
        HowToMend);

    [Fact]
    public void A_row_lists_only_packages_that_are_used() => Breach.AssertNone(
        from project in Projects
        from name in project.Row.MayUse
        where !IsProject(name) && !UsesOf(project.Project).Any(use => !use.IsOurs && IsOf(PackageOf(use.Owner), name))
        select new Breach(RoomTable.Path, project.Row.Line, $"`{project.Row.Name}` doesn't use `{name}`"),
        $"{HowToMend} Take it out of the row and of the project file.");

    private static IEnumerable<Use> UsesOf(ProjectFile project)
    {
        var sources = project.Sources.Select(file => file.Path).ToHashSet();
        return Uses.All.Where(use => sources.Contains(use.Path));
    }

    private static bool IsSource(ProjectFile project) => project.Folder.StartsWith("src/", StringComparison.Ordinal);

    private static bool IsProject(string name) => name.Contains('/');

    private static bool IsListed(RoomRow row, string package) => row.MayUse.Any(listed => IsOf(package, listed));

    // AWSSDK stands for AWSSDK.EC2 too
    private static bool IsOf(string? package, string listed) =>
        package == listed || package?.StartsWith($"{listed}.", StringComparison.Ordinal) is true;

    /// <summary>What the row calls an assembly; null for .NET itself, which everybody may use.</summary>
    private static string? PackageOf(string assembly) => CodeBase.ShippedWith(assembly) switch
    {
        "Microsoft.NETCore.App" => null,
        { } framework => framework,
        null => assembly,
    };
}
