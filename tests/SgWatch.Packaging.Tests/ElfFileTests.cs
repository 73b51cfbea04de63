using System.Buffers.Binary;
using System.Text;
using CsCheck;
using SgWatch.Tests;

namespace SgWatch.Packaging.Tests;

public class ElfFileTests
{
    [Fact]
    public void Machine_and_needed_versions_are_read()
    {
        var elf = ElfFile.Read(HandMade.Elf(62, ["libc.so.6", "GLIBC_2.2.5", "GLIBC_2.34"], ["libm.so.6", "GLIBC_2.29"]));
        Assert.Equal(62, elf.Machine);
        Assert.Equal(["GLIBC_2.2.5", "GLIBC_2.34", "GLIBC_2.29"], elf.NeededVersions);
    }

    [Fact]
    public void A_file_that_needs_no_version_has_none() => Assert.Empty(ElfFile.Read(HandMade.Elf(183)).NeededVersions);

    [Theory]
    [InlineData("")]
    [InlineData("MZ and so on, as a Windows program begins, for more than sixty-four bytes")]
    [InlineData("\u007fELF\u0001\u0001 of 32 bits is what Lambda has not had for years, so it is refused here")]
    public void Anything_else_is_refused(string text) =>
        Assert.Throws<FormatException>(() => ElfFile.Read(Encoding.Latin1.GetBytes(text)));

    [Fact] // cut off at any length, with any byte changed
    public void A_damaged_file_is_read_or_refused()
    {
        var whole = HandMade.Elf(62, ["libc.so.6", "GLIBC_2.2.5", "GLIBC_2.34"]);
        Gen.Select(Gen.Int[0, whole.Length], Gen.Int[0, whole.Length - 1], Gen.Byte).Holds(damage =>
        {
            var (length, at, value) = damage;
            var damaged = whole[..length];
            if (at < damaged.Length)
            {
                damaged[at] = value;
            }
            try
            {
                ElfFile.Read(damaged);
            }
            catch (FormatException)
            {
                // refused
            }
        }, cases: 100);
    }

    [Fact]
    public void A_chain_of_entries_that_points_backwards_is_refused()
    {
        var elf = HandMade.Elf(62, ["libc.so.6", "GLIBC_2.2.5"]);
        var need = 64 + "libc.so.6 GLIBC_2.2.5 ".Length; // after the header and the names
        BinaryPrimitives.WriteInt32LittleEndian(elf.AsSpan(need + 12), -16); // the next entry's offset
        Assert.Throws<FormatException>(() => ElfFile.Read(elf));
    }
}
