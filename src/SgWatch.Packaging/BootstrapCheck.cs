namespace SgWatch.Packaging;

/// <summary>Checks that a program will start on <c>provided.al2023</c>.</summary>
/// <remarks>Source: Amazon Linux 2023 User Guide, "Comparing AL2 and AL2023": glibc 2.34.</remarks>
internal static class BootstrapCheck
{
    private static readonly Version Glibc = new(2, 34);

    /// <summary>Checks a program.</summary>
    /// <exception cref="PackagingException">It won't start. The message says why.</exception>
    public static void Run(ReadOnlySpan<byte> program, PackageArchitecture architecture)
    {
        ElfFile elf;
        try
        {
            elf = ElfFile.Read(program);
        }
        catch (FormatException exception)
        {
            throw new PackagingException($"The bootstrap that was built can't be checked: {exception.Message}");
        }
        if (elf.Machine != architecture.ElfMachine)
        {
            throw new PackagingException(
                $"The bootstrap that was built is for another processor (ELF machine {elf.Machine}). "
                + $"Expected {architecture.ElfMachine} for {architecture.Name}.");
        }
        var glibc = elf.NeededVersions.Where(version => version.StartsWith("GLIBC_", StringComparison.Ordinal)).ToList();
        if (glibc.Count == 0)
        {
            throw new PackagingException("The bootstrap that was built names no version of glibc, so it isn't known where it runs.");
        }
        if (glibc.Where(IsTooNew).ToList() is { Count: > 0 } tooNew)
        {
            throw new PackagingException(
                $"The bootstrap needs {string.Join(", ", tooNew)}, but Lambda's provided.al2023 has glibc {Glibc}. "
                + $"Build it on a system with glibc {Glibc} or older.");
        }
    }

    private static bool IsTooNew(string version) => !Version.TryParse(version["GLIBC_".Length..], out var number) || number > Glibc;
}
