using System.Buffers.Binary;
using System.Text;

namespace SgWatch.Packaging;

/// <summary>What a native program needs: its processor, and the versions of the system's symbols.</summary>
/// <param name="Machine">The processor, <c>e_machine</c>: 62 is x86-64, 183 is AArch64.</param>
/// <param name="NeededVersions">The versions, such as <c>GLIBC_2.34</c>, from the section <c>.gnu.version_r</c>.</param>
/// <remarks>Sources: System V ABI, "Object files"; Linux Standard Base Core, "Symbol versioning".</remarks>
public sealed record ElfFile(ushort Machine, IReadOnlyList<string> NeededVersions)
{
    private const uint VersionNeeds = 0x6ffffffe; // SHT_GNU_verneed
    private const int MaxEntries = 10_000;

    /// <summary>Reads a program.</summary>
    /// <exception cref="FormatException">It is not a 64-bit little-endian ELF file, or the file is cut off.</exception>
    public static ElfFile Read(ReadOnlySpan<byte> file)
    {
        if (file.Length < 64 || !file.StartsWith("\u007fELF"u8) || file[4] != 2 || file[5] != 1)
        {
            throw new FormatException("Expected a 64-bit little-endian ELF file.");
        }
        try
        {
            return new(BinaryPrimitives.ReadUInt16LittleEndian(file[0x12..]), ReadNeeds(file));
        }
        catch (Exception exception) when (exception is ArgumentOutOfRangeException or OverflowException)
        {
            throw new FormatException("The ELF file is cut off, or points outside itself.", exception);
        }
    }

    private static List<string> ReadNeeds(ReadOnlySpan<byte> file)
    {
        var versions = new List<string>();
        var count = BinaryPrimitives.ReadUInt16LittleEndian(file[0x3C..]);
        for (var i = 0; i < count; i++)
        {
            var section = Section(file, i);
            if (BinaryPrimitives.ReadUInt32LittleEndian(section[4..]) != VersionNeeds)
            {
                continue;
            }
            var names = Contents(file, Section(file, BinaryPrimitives.ReadInt32LittleEndian(section[0x28..])));
            ReadNeeds(Contents(file, section), names, versions);
        }
        return versions;
    }

    // a chain of libraries, each with a chain of the versions that are needed; a link of 0 ends a chain
    private static void ReadNeeds(ReadOnlySpan<byte> needs, ReadOnlySpan<byte> names, List<string> versions)
    {
        while (versions.Count <= MaxEntries)
        {
            var version = needs[BinaryPrimitives.ReadInt32LittleEndian(needs[8..])..];
            while (versions.Count <= MaxEntries)
            {
                versions.Add(Text(names[BinaryPrimitives.ReadInt32LittleEndian(version[8..])..]));
                var nextVersion = BinaryPrimitives.ReadInt32LittleEndian(version[12..]);
                if (nextVersion == 0)
                {
                    break;
                }
                version = version[nextVersion..];
            }
            var nextLibrary = BinaryPrimitives.ReadInt32LittleEndian(needs[12..]);
            if (nextLibrary == 0)
            {
                return;
            }
            needs = needs[nextLibrary..];
        }
        throw new FormatException($"More than {MaxEntries} symbol versions.");
    }

    private static ReadOnlySpan<byte> Section(ReadOnlySpan<byte> file, int index)
    {
        var table = checked((int)BinaryPrimitives.ReadUInt64LittleEndian(file[0x28..]));
        var size = BinaryPrimitives.ReadUInt16LittleEndian(file[0x3A..]);
        return file.Slice(checked(table + (index * size)), size);
    }

    private static ReadOnlySpan<byte> Contents(ReadOnlySpan<byte> file, ReadOnlySpan<byte> section) => file.Slice(
        checked((int)BinaryPrimitives.ReadUInt64LittleEndian(section[0x18..])),
        checked((int)BinaryPrimitives.ReadUInt64LittleEndian(section[0x20..])));

    private static string Text(ReadOnlySpan<byte> text)
    {
        var end = text.IndexOf((byte)0);
        return Encoding.ASCII.GetString(end < 0 ? text : text[..end]);
    }
}
