using SgWatch.House.Tests.Code;
using SgWatch.House.Tests.Tree;

namespace SgWatch.House.Tests.Rooms;

/// <summary>The folders inside a room: each uses only those above it in their table.</summary>
/// <remarks>
/// A file of the room itself may be what the folders share, or what uses the folders. It can't be both to one folder:
/// what it uses counts as used by each folder that uses it.
/// </remarks>
public class FolderTests
{
    private const string HowToMend = $"Mend the table of folders in {RoomTable.Path}, or move the type.";

    private static IEnumerable<RoomPart> Folders => (
        from project in ProjectFile.All
        from file in project.Sources
        where file.IsIn(project.Folder)
        let part = RoomPart.Of(file.Path)
        where part is { IsFolder: true }
        select part).Distinct();

    [Fact]
    public void Every_folder_of_a_room_in_src_has_a_row() => Breach.AssertNone(
        from folder in Folders
        where folder.Room.Project.StartsWith("src/", StringComparison.Ordinal) && RowOf(folder) is null
        select new Breach($"{folder.Room.Project}/{folder.Name}", 1, $"the folder has no row in {RoomTable.Path}"),
        HowToMend);

    [Fact]
    public void Every_row_is_a_folder_of_a_room() => Breach.AssertNone(
        from row in RoomTable.Current.Folders
        where !Folders.Any(folder => folder.Room.Project == row.Project && folder.Name == row.Name)
        select new Breach(RoomTable.Path, row.Line, $"`{row.Project}` has no folder `{row.Name}`"),
        HowToMend);

    [Fact]
    public void A_folder_uses_only_folders_above_it_in_the_table() => Breach.AssertNone(
        from use in FolderUse.All
        let user = RowOf(use.User)
        let used = RowOf(use.Used)
        where user is not null && used is not null && used.Line >= user.Line && !user.MayUse.Contains(used.Name)
        select new Breach(use.Use.Path, use.Use.Line, $"{use}, which isn't above it in the table"),
        HowToMend);

    [Fact]
    public void A_row_lists_only_folders_that_are_used_against_the_order() => Breach.AssertNone(
        from row in RoomTable.Current.Folders
        from name in row.MayUse
        where !FolderUse.All.Any(use => RowOf(use.User) == row && RowOf(use.Used) is { } used && used.Name == name && used.Line >= row.Line)
        select new Breach(RoomTable.Path, row.Line, $"`{row.Name}` doesn't use `{name}` against the order"),
        HowToMend);

    [Fact]
    public void No_circle_goes_through_the_folders_of_a_room_without_a_table()
    {
        // where there is a table, its order leaves no circle
        var uses = FolderUse.All.Where(use => RowOf(use.User) is null).ToList();
        var next = uses.ToLookup(use => use.User, use => use.Used);
        Breach.AssertNone(
            from use in uses
            where Graph.Reach(next, use.Used).Contains(use.User)
            select new Breach(use.Use.Path, use.Use.Line, $"{use}, which needs {use.User.Name}"),
            "Of two folders one may need the other, never both: move what both need into the room itself, or into a third folder.");
    }

    private static RoomRow? RowOf(RoomPart folder) =>
        RoomTable.Current.Folders.FirstOrDefault(row => row.Project == folder.Room.Project && row.Name == folder.Name);
}
