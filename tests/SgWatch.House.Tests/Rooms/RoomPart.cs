namespace SgWatch.House.Tests.Rooms;

/// <summary>A part of a room: a folder in it, or a file that lies in the room itself.</summary>
/// <param name="Room">The room.</param>
/// <param name="Name">Such as <c>Guard/Ports</c>, or <c>Guard/GuardOptions.cs</c>.</param>
/// <param name="IsFolder">True for a folder. Folders in it belong to it.</param>
internal sealed record RoomPart(Room Room, string Name, bool IsFolder)
{
    /// <summary>The part that a file is, or is in; null for a file that isn't in the folder of a room.</summary>
    public static RoomPart? Of(string path)
    {
        if (Room.Of(path) is not { } room || room.Name == RoomTable.Top)
        {
            return null;
        }
        var names = path[(room.Project.Length + 1)..].Split('/');
        return new(room, $"{room.Name}/{names[1]}", names.Length > 2);
    }
}
