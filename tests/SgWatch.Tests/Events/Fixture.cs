namespace SgWatch.Tests.Events;

/// <summary>Messages in the shapes that AWS sends, written by hand.</summary>
internal static class Fixture
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Events", "Fixtures");

    public static IReadOnlyList<string> Names { get; } =
        [.. Directory.GetFiles(Folder, "*.json").Select(path => Path.GetFileNameWithoutExtension(path)).Order(StringComparer.Ordinal)];

    public static byte[] Bytes(string name) => File.ReadAllBytes(Path.Combine(Folder, name + ".json"));
}
