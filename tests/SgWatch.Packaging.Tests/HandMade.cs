using System.Buffers.Binary;
using System.Text;

namespace SgWatch.Packaging.Tests;

/// <summary>Makes the smallest ELF file that says what it needs: a header, names, needs and the table of sections.</summary>
internal static class HandMade
{
    /// <param name="machine"><c>e_machine</c>.</param>
    /// <param name="libraries">Of each library its name, then the versions needed of it.</param>
    public static byte[] Elf(ushort machine, params string[][] libraries)
    {
        var names = new MemoryStream();
        int Name(string text)
        {
            var at = (int)names.Position;
            names.Write(Encoding.ASCII.GetBytes(text + '\0'));
            return at;
        }
        var needs = new MemoryStream();
        for (var i = 0; i < libraries.Length; i++)
        {
            var versions = libraries[i][1..];
            Write(needs, 1, (short)versions.Length, Name(libraries[i][0]), 16, i == libraries.Length - 1 ? 0 : 16 + (16 * versions.Length));
            for (var v = 0; v < versions.Length; v++)
            {
                Write(needs, 0, 0, 0, Name(versions[v]), v == versions.Length - 1 ? 0 : 16, isVersion: true);
            }
        }

        const int HeaderSize = 64;
        const int SectionSize = 64;
        var namesAt = HeaderSize;
        var needsAt = namesAt + (int)names.Length;
        var table = needsAt + (int)needs.Length;
        var count = libraries.Length == 0 ? 1 : 3;
        var file = new byte[table + (count * SectionSize)];
        "\u007fELF"u8.CopyTo(file);
        (file[4], file[5]) = (2, 1);
        BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(0x12), machine);
        BinaryPrimitives.WriteInt64LittleEndian(file.AsSpan(0x28), table);
        BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(0x3A), SectionSize);
        BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(0x3C), (ushort)count);
        names.ToArray().CopyTo(file, namesAt);
        needs.ToArray().CopyTo(file, needsAt);
        if (count == 3)
        {
            Section(file.AsSpan(table + SectionSize), 3, namesAt, (int)names.Length, 0);
            Section(file.AsSpan(table + (2 * SectionSize)), 0x6ffffffe, needsAt, (int)needs.Length, link: 1);
        }
        return file;
    }

    private static void Section(Span<byte> section, uint type, int offset, int size, int link)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(section[4..], type);
        BinaryPrimitives.WriteInt64LittleEndian(section[0x18..], offset);
        BinaryPrimitives.WriteInt64LittleEndian(section[0x20..], size);
        BinaryPrimitives.WriteInt32LittleEndian(section[0x28..], link);
    }

    // Elf64_Verneed: u16 version, u16 count, u32 file, u32 aux, u32 next; Elf64_Vernaux: u32 hash, u16, u16, u32 name, u32 next
    private static void Write(MemoryStream stream, short a, short b, int c, int d, int e, bool isVersion = false)
    {
        Span<byte> entry = stackalloc byte[16];
        if (!isVersion)
        {
            BinaryPrimitives.WriteInt16LittleEndian(entry, a);
            BinaryPrimitives.WriteInt16LittleEndian(entry[2..], b);
            BinaryPrimitives.WriteInt32LittleEndian(entry[4..], c);
        }
        BinaryPrimitives.WriteInt32LittleEndian(entry[8..], d);
        BinaryPrimitives.WriteInt32LittleEndian(entry[12..], e);
        stream.Write(entry);
    }
}
