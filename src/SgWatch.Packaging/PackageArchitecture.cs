using System.Collections.Immutable;

namespace SgWatch.Packaging;

/// <summary>A processor architecture that Lambda offers.</summary>
/// <param name="Name">Its name in <c>--arch</c> and in the zip's.</param>
/// <param name="RuntimeIdentifier">.NET's name for it.</param>
/// <param name="Triple">The C toolchain's name for it, as Debian's packages spell it.</param>
/// <param name="ElfMachine">Its number in an ELF file's <c>e_machine</c>.</param>
public sealed record PackageArchitecture(string Name, string RuntimeIdentifier, string Triple, ushort ElfMachine)
{
    /// <summary>Intel and AMD, 64 bits.</summary>
    public static PackageArchitecture X64 { get; } = new("x64", "linux-x64", "x86_64-linux-gnu", 62) { OtherNames = ["x86_64", "amd64"] };

    /// <summary>AWS Graviton.</summary>
    public static PackageArchitecture Arm64 { get; } = new("arm64", "linux-arm64", "aarch64-linux-gnu", 183);

    /// <summary>All of them, the default first.</summary>
    public static IReadOnlyList<PackageArchitecture> All { get; } = [X64, Arm64];

    /// <summary>What else <c>--arch</c> takes for it: Lambda's name and Debian's, where they differ from .NET's.</summary>
    public ImmutableArray<string> OtherNames { get; init; } = [];

    /// <summary>Every name that <c>--arch</c> takes.</summary>
    public static IEnumerable<string> Names => All.SelectMany(architecture => architecture.OtherNames.Prepend(architecture.Name));

    /// <summary>The architecture with a name of <see cref="Names"/>.</summary>
    /// <exception cref="InvalidOperationException">None has this name.</exception>
    public static PackageArchitecture Named(string name) =>
        All.Single(architecture => architecture.Name == name || architecture.OtherNames.Contains(name));
}
