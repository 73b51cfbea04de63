using SgWatch.House.Tests.Code;

namespace SgWatch.House.Tests.Rooms;

/// <summary>A folder of a project: where a file lives.</summary>
/// <param name="Project">Such as <c>src/SgWatch.Aws</c>.</param>
/// <param name="Name">Such as <c>Ec2</c>; <see cref="RoomTable.Top"/> for the files at the project's top.</param>
internal sealed record Room(string Project, string Name)
{
    /// <summary>The room of a file; null if the file belongs to no project.</summary>
    public static Room? Of(string path)
    {
        var project = ProjectFile.All.Select(project => project.Folder)
            .FirstOrDefault(folder => path.StartsWith($"{folder}/", StringComparison.Ordinal));
        if (project is null)
        {
            return null;
        }
        var rest = path[(project.Length + 1)..].Split('/');
        return new(project, rest.Length > 1 ? rest[0] : RoomTable.Top);
    }

    public override string ToString() => $"{Project}/{(Name == RoomTable.Top ? "" : Name)}";
}
