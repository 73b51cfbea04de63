using SgWatch.House.Tests.Code;
using SgWatch.House.Tests.Tree;

namespace SgWatch.House.Tests.Rooms;

/// <summary>The rooms inside a project: each uses only those above it in its table.</summary>
public class LayeringTests
{
    private static IEnumerable<(Room User, Room Used, Use Use)> UsesOfOtherRooms =>
        from use in Uses.All
        where use.IsOurs
        let user = Room.Of(use.Path)
        let used = Room.Of(use.Owner)
        where user is not null && used is not null && user.Project == used.Project && user.Name != used.Name
        select (user, used, use);

    [Fact]
    public void Every_name_in_the_code_is_understood() => Breach.AssertNone(
        Uses.Unresolved, "The layering is only as good as the reading of the code: give CodeBase what it lacks to resolve these names.");

    [Fact]
    public void A_room_uses_only_rooms_above_it_in_the_table() => Breach.AssertNone(
        from edge in UsesOfOtherRooms
        let order = RoomTable.Current.RoomsOf(edge.User.Project)
        let user = order.FirstOrDefault(row => row.Name == edge.User.Name)
        let used = order.FirstOrDefault(row => row.Name == edge.Used.Name)
        where user is not null && used is not null && used.Line > user.Line
        select new Breach(edge.Use.Path, edge.Use.Line, $"{user.Name} uses {edge.Use.Type} of {used.Name}, a room below it in the table"),
        $"Move the type into a room further up, or the code that needs it further down; the order is that of {RoomTable.Path}.");

    [Fact]
    public void No_circle_goes_through_the_rooms_of_a_project_without_a_table()
    {
        // where there is a table, its order leaves no circle
        var edges = UsesOfOtherRooms.Where(edge => RoomTable.Current.RoomsOf(edge.User.Project).IsEmpty).ToList();
        var next = edges.ToLookup(edge => edge.User, edge => edge.Used);
        Breach.AssertNone(
            from edge in edges
            where Graph.Reach(next, edge.Used).Contains(edge.User)
            select new Breach(edge.Use.Path, edge.Use.Line, $"{edge.User} uses {edge.Use.Type} of {edge.Used}, which needs {edge.User}"),
            "Of two rooms one may need the other, never both: move what both need into a third.");
    }
}
