using SgWatch.House.Tests.Code;
using SgWatch.House.Tests.Tree;

namespace SgWatch.House.Tests.Rooms;

/// <summary>The tables of <c>docs/architecture.md</c> have every room, and no other.</summary>
public class RoomTableTests
{
    private const string HowToMend = "Mend the table 'Rooms', or move the files to a room that is in it.";

    private static readonly Lazy<HashSet<Room>> Known = new(() =>
    [
        .. from project in ProjectFile.All
           from file in project.Sources
           where file.IsIn(project.Folder)
           select Room.Of(file.Path),
    ]);

    private static HashSet<Room> Rooms => Known.Value;

    [Fact]
    public void Every_project_has_a_row() => Breach.AssertNone(
        from project in ProjectFile.All
        where !RoomTable.Current.Projects.Any(row => row.Name == project.Folder)
        select new Breach(project.File.Path, 1, $"the project has no row in {RoomTable.Path}"),
        HowToMend);

    [Fact]
    public void Every_folder_of_the_repository_has_a_row() => Breach.AssertNone(
        from folder in SourceTree.Files.Where(file => file.Folder.Length > 0).Select(file => file.Path.Split('/')[0]).Distinct()
        where !folder.StartsWith('.') && !RoomTable.Current.Projects.Any(row => row.Name.Split('/')[0] == folder)
        select new Breach(folder, 1, $"the folder has no row in {RoomTable.Path}"),
        HowToMend);

    [Fact]
    public void Every_row_of_the_repository_is_a_folder() => Breach.AssertNone(
        from row in RoomTable.Current.Projects
        from name in row.MayUse.Where(name => name.Contains('/')).Prepend(row.Name)
        where !SourceTree.Files.Any(file => file.IsIn(name))
        select new Breach(RoomTable.Path, row.Line, $"`{name}` is no folder"),
        HowToMend);

    [Fact]
    public void Every_room_of_a_project_in_src_has_a_row() => Breach.AssertNone(
        from room in Rooms
        where room.Project.StartsWith("src/", StringComparison.Ordinal) || !RoomTable.Current.RoomsOf(room.Project).IsEmpty
        where Rooms.Count(other => other.Project == room.Project) > 1 && !IsInTable(room.Project, room.Name)
        select new Breach(room.ToString(), 1, $"the room has no row below 'Inside `{room.Project}`' in {RoomTable.Path}"),
        HowToMend);

    [Fact]
    public void Every_row_of_a_project_is_a_room() => Breach.AssertNone(
        from row in RoomTable.Current.Rows
        where row.Project is not null && !Rooms.Contains(new(row.Project, row.Name))
        select new Breach(RoomTable.Path, row.Line, $"`{row.Project}` has no room `{row.Name}`"),
        HowToMend);

    [Fact]
    public void Tests_mirror_the_rooms_that_they_test() => Breach.AssertNone(
        from room in Rooms
        where TestedBy(room.Project) is { } tested && room.Name != RoomTable.Top
            && !IsInTable(tested, room.Name) && !IsInTable(room.Project, room.Name)
        select new Breach(room.ToString(), 1, $"{TestedBy(room.Project)} has no room `{room.Name}`"),
        "Call the folder as the room that is tested, or give the test project a table of its own.");

    private static bool IsInTable(string project, string room) => RoomTable.Current.RoomsOf(project).Any(row => row.Name == room);

    /// <summary>The project that a test project tests; null for one that tests no single one.</summary>
    private static string? TestedBy(string project)
    {
        var tested = project.StartsWith("tests/", StringComparison.Ordinal) && project.EndsWith(".Tests", StringComparison.Ordinal)
            ? $"src/{project["tests/".Length..^".Tests".Length]}"
            : null;
        return ProjectFile.All.Any(other => other.Folder == tested) ? tested : null;
    }
}
