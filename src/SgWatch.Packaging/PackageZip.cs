using System.IO.Compression;

namespace SgWatch.Packaging;

/// <summary>A zip whose bytes depend only on its contents, so that an unchanged function is an unchanged deployment.</summary>
internal static class PackageZip
{
    private static readonly DateTimeOffset Timestamp = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero); // the earliest that a zip can hold
    private const int RegularFile0755 = 0x81ED << 16; // Unix mode, in the upper half of the external attributes

    /// <summary>Writes a zip that contains one program.</summary>
    public static void Write(Stream target, string name, ReadOnlySpan<byte> program)
    {
        using var zip = new ZipArchive(target, ZipArchiveMode.Create, leaveOpen: true);
        var entry = zip.CreateEntry(name, CompressionLevel.SmallestSize);
        entry.LastWriteTime = Timestamp;
        entry.ExternalAttributes = RegularFile0755;
        using var contents = entry.Open();
        contents.Write(program);
    }
}
