using System.IO.Compression;

namespace SgWatch.Packaging.Tests;

public class PackageZipTests
{
    [Fact]
    public void The_same_program_gives_the_same_zip_and_is_executable()
    {
        var zip = Write("program"u8);
        Assert.Equal(zip, Write("program"u8));

        using var archive = new ZipArchive(new MemoryStream(zip));
        var entry = Assert.Single(archive.Entries);
        Assert.Equal(("bootstrap", 0x81EDu), (entry.FullName, (uint)entry.ExternalAttributes >> 16)); // a regular file, rwxr-xr-x
        Assert.Equal(new DateTime(1980, 1, 1), entry.LastWriteTime.DateTime);
        using var reader = new StreamReader(entry.Open());
        Assert.Equal("program", reader.ReadToEnd());
    }

    private static byte[] Write(ReadOnlySpan<byte> program)
    {
        using var stream = new MemoryStream();
        PackageZip.Write(stream, "bootstrap", program);
        return stream.ToArray();
    }
}
