using System.Collections.Immutable;
using SgWatch.House.Tests.Code;

namespace SgWatch.House.Tests.Rooms;

/// <summary>A folder of a room that uses a folder of the same room, itself or by way of files of the room itself.</summary>
/// <param name="Use">The line at which it leaves the folder.</param>
/// <param name="User">The folder that uses the other.</param>
/// <param name="Used">The folder that is used. It may be the same, if a file of the room itself leads back.</param>
internal sealed record FolderUse(Use Use, RoomPart User, RoomPart Used)
{
    private static readonly Lazy<ImmutableArray<FolderUse>> Known = new(Collect);

    public static ImmutableArray<FolderUse> All => Known.Value;

    public override string ToString() =>
        $"{User.Name} uses {Use.Type}" + (RoomPart.Of(Use.Owner) == Used ? $" of {Used.Name}" : $", which uses {Used.Name}");

    private static ImmutableArray<FolderUse> Collect()
    {
        var edges = (
            from use in Uses.All
            where use.IsOurs
            let user = RoomPart.Of(use.Path)
            let used = RoomPart.Of(use.Owner)
            where user is not null && used is not null && user.Room == used.Room && user != used
            select (use, user, used)).ToList();
        // a folder ends the way: what it uses is its own matter
        var next = edges.Where(edge => !edge.user.IsFolder).ToLookup(edge => edge.user, edge => edge.used);
        return
        [
            .. from edge in edges
               where edge.user.IsFolder
               from reached in Graph.Reach(next, edge.used)
               where reached.IsFolder
               select new FolderUse(edge.use, edge.user, reached),
        ];
    }
}
