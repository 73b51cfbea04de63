using SgWatch.House.Tests.Code;
using SgWatch.House.Tests.Tree;

namespace SgWatch.House.Tests.Rooms;

/// <summary>The rooms of <c>docs/architecture.md</c>, held against what the code really uses.</summary>
public class LayeringTests
{
    [Fact]
    public void Every_name_in_the_code_is_understood() => Breach.AssertNone(
        Uses.Unresolved, "The layering is only as good as the reading of the code: give CodeBase what it lacks to resolve these names.");

    [Fact]
    public void Every_project_and_folder_has_a_row_and_every_row_has_one()
    {
        var rows = RoomTable.Current.Projects.ToList();
        var projects = ProjectFile.All.Select(project => project.Folder).ToHashSet();
        var folders = SourceTree.Files.Where(file => file.Folder.Length > 0 && !file.Path.StartsWith('.')).Select(file => file.Path.Split('/')[0]).ToHashSet();
        Breach.AssertNone(
            [
                .. projects.Where(project => !rows.Exists(row => row.Name == project))
                    .Select(project => new Breach(project, 1, $"the project has no row in {RoomTable.Path}")),
                .. folders.Where(folder => !rows.Exists(row => row.Name.Split('/')[0] == folder))
                    .Select(folder => new Breach(folder, 1, $"the folder has no row in {RoomTable.Path}")),
                .. rows.Where(row => !SourceTree.Files.Any(file => file.IsIn(row.Name)))
                    .Select(row => new Breach(RoomTable.Path, row.Line, $"`{row.Name}` is no folder of the repository")),
                .. rows.SelectMany(row => row.MayUse.Where(name => name.Contains('/') && !projects.Contains(name))
                    .Select(name => new Breach(RoomTable.Path, row.Line, $"`{name}`, which `{row.Name}` may use, is no project"))),
            ],
            "Mend the table 'Rooms', or move the folder.");
    }

    [Fact]
    public void Every_room_has_a_row_and_every_row_has_a_room()
    {
        var rooms = ProjectFile.All.SelectMany(project => project.Sources.Select(file => Room.Of(file.Path)!).Where(room => room.Project == project.Folder)).ToHashSet();
        var tables = rooms.Select(room => room.Project).Distinct().ToDictionary(project => project, RoomTable.Current.RoomsOf);
        Breach.AssertNone(
            [
                .. rooms.Where(room => room.Project.StartsWith("src/", StringComparison.Ordinal) || !tables[room.Project].IsEmpty)
                    .Where(room => rooms.Count(other => other.Project == room.Project) > 1 && !tables[room.Project].Any(row => row.Name == room.Name))
                    .Select(room => new Breach(room.ToString(), 1, $"the room has no row below a heading that ends in `{room.Project}` in {RoomTable.Path}")),
                .. rooms.Where(room => IsTestOf(room.Project) is { } tested && room.Name != RoomTable.Top
                        && !tables.GetValueOrDefault(tested, []).Any(row => row.Name == room.Name) && !tables[room.Project].Any(row => row.Name == room.Name))
                    .Select(room => new Breach(room.ToString(), 1, $"{IsTestOf(room.Project)} has no room of this name: tests mirror what they test")),
                .. RoomTable.Current.Rows.Where(row => row.Project is not null && !rooms.Contains(new(row.Project, row.Name)))
                    .Select(row => new Breach(RoomTable.Path, row.Line, $"`{row.Project}` has no room `{row.Name}`")),
            ],
            "Mend the table 'Rooms', or move the files to a room that is in it.");
    }

    [Fact]
    public void A_room_uses_only_rooms_above_it_in_the_table() => Breach.AssertNone(
        from use in Uses.All
        where use.IsOurs
        let user = Room.Of(use.Path)
        let used = Room.Of(use.Owner)
        where user is not null && used is not null && user.Project == used.Project && user.Name != used.Name
        let order = RoomTable.Current.RoomsOf(user.Project)
        let below = order.FirstOrDefault(row => row.Name == user.Name)
        let above = order.FirstOrDefault(row => row.Name == used.Name)
        where below is not null && above is not null && above.Line > below.Line
        select new Breach(use.Path, use.Line, $"{user.Name} uses {use.Type} of {used.Name}, a room below it in the table"),
        $"Move the type into a lower room, or the code that needs it into a higher one; the order is that of {RoomTable.Path}.");

    [Fact]
    public void No_circle_goes_through_the_rooms_of_a_project_without_a_table()
    {
        var edges = (from use in Uses.All
                     where use.IsOurs
                     let user = Room.Of(use.Path)
                     let used = Room.Of(use.Owner)
                     where user is not null && used is not null && user.Project == used.Project && user.Name != used.Name
                     where RoomTable.Current.RoomsOf(user.Project).IsEmpty // a table's order leaves no circle
                     select (User: user, Used: used, Use: use)).ToList();
        var next = edges.ToLookup(edge => edge.User, edge => edge.Used);
        Breach.AssertNone(
            edges.Where(edge => Reach(next, edge.Used).Contains(edge.User))
                .Select(edge => new Breach(edge.Use.Path, edge.Use.Line, $"{edge.User.Name} uses {edge.Use.Type} of {edge.Used.Name}, which needs {edge.User.Name}")),
            "Of two rooms one may need the other, never both: move what both need into a third below them.");
    }

    [Fact]
    public void A_project_uses_the_projects_of_its_row_and_refers_to_no_others()
    {
        var used = (from use in Uses.All
                    where use.IsOurs
                    let other = Room.Of(use.Owner)!.Project
                    where other != Room.Of(use.Path)!.Project
                    select (Project: Room.Of(use.Path)!.Project, Other: other, Use: use)).ToLookup(edge => edge.Project);
        Breach.AssertNone(
            from project in ProjectFile.All
            let row = RoomTable.Current.Projects.FirstOrDefault(row => row.Name == project.Folder)
            where row is not null
            from breach in (IEnumerable<Breach>)
            [
                .. project.Projects.Where(other => !row.MayUse.Contains(other))
                    .Select(other => new Breach(project.File.Path, 1, $"refers to {other}, which isn't in its row of {RoomTable.Path}")),
                .. used[project.Folder].Where(edge => !row.MayUse.Contains(edge.Other))
                    .Select(edge => new Breach(edge.Use.Path, edge.Use.Line, $"uses {edge.Use.Type} of {edge.Other}, which isn't in its project's row of {RoomTable.Path}")),
                .. row.MayUse.Where(other => other.Contains('/') && !used[project.Folder].Any(edge => edge.Other == other) && !project.Sources.Any(file => file.IsIn(other)))
                    .Select(other => new Breach(RoomTable.Path, row.Line, $"`{row.Name}` doesn't use `{other}`: take it out of the row and of the project file")),
            ]
            select breach,
            "A project's row lists each project that its code uses, and no more.");
    }

    [Fact]
    public void A_project_in_src_uses_the_packages_of_its_row_and_no_others()
    {
        var used = Uses.All.Where(use => !use.IsOurs && PackageOf(use.Owner) is not null).ToLookup(use => Room.Of(use.Path)!.Project);
        Breach.AssertNone(
            from project in ProjectFile.All
            where project.Folder.StartsWith("src/", StringComparison.Ordinal)
            let row = RoomTable.Current.Projects.FirstOrDefault(row => row.Name == project.Folder)
            where row is not null
            from breach in (IEnumerable<Breach>)
            [
                .. project.Packages.Concat(project.Frameworks).Where(name => !IsListed(row, name))
                    .Select(name => new Breach(project.File.Path, 1, $"refers to {name}, which isn't in its row of {RoomTable.Path}")),
                .. used[project.Folder].Where(use => !IsListed(row, PackageOf(use.Owner)!))
                    .Select(use => new Breach(use.Path, use.Line, $"uses {use.Type} of {use.Owner}, which isn't in its project's row of {RoomTable.Path}")),
                .. row.MayUse.Where(name => !name.Contains('/') && !used[project.Folder].Any(use => Begins(PackageOf(use.Owner)!, name)))
                    .Select(name => new Breach(RoomTable.Path, row.Line, $"`{row.Name}` doesn't use `{name}`: take it out of the row and of the project file")),
            ]
            select breach,
            "A project's row lists each package that its code uses, and no more.");
    }

    private static bool IsListed(RoomRow row, string name) => row.MayUse.Any(listed => Begins(name, listed));

    private static bool Begins(string name, string listed) => name == listed || name.StartsWith($"{listed}.", StringComparison.Ordinal);

    /// <summary>What the row calls an assembly; null for .NET itself, which everybody may use.</summary>
    private static string? PackageOf(string assembly) => CodeBase.ShippedWith(assembly) switch
    {
        "Microsoft.NETCore.App" => null,
        { } framework => framework,
        null => assembly,
    };

    /// <summary>The project that a test project tests; null for one that tests no single one.</summary>
    private static string? IsTestOf(string project) =>
        project.StartsWith("tests/", StringComparison.Ordinal) && project.EndsWith(".Tests", StringComparison.Ordinal)
        && $"src/{project["tests/".Length..^".Tests".Length]}" is var tested && ProjectFile.All.Any(other => other.Folder == tested) ? tested : null;

    private static HashSet<Room> Reach(ILookup<Room, Room> next, Room from)
    {
        var seen = new HashSet<Room> { from };
        var waiting = new Queue<Room>([from]);
        while (waiting.TryDequeue(out var room))
        {
            foreach (var other in next[room].Where(seen.Add))
            {
                waiting.Enqueue(other);
            }
        }
        return seen;
    }
}
