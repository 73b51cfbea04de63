using System.Runtime.InteropServices;

namespace SgWatch.Packaging;

/// <summary>The C toolchain that links a native program.</summary>
/// <param name="PublishArguments">The arguments by which <c>dotnet publish</c> uses it.</param>
internal sealed record Toolchain(IReadOnlyList<string> PublishArguments)
{
    /// <summary>Finds a toolchain for an architecture.</summary>
    /// <param name="architecture">The architecture to build for.</param>
    /// <param name="host">The architecture of this machine.</param>
    /// <param name="isLinux">True if this machine runs Linux.</param>
    /// <param name="find">Gives the path of a program. Null if it isn't installed.</param>
    /// <param name="workFolder">The folder where a wrapper for a compiler may be written.</param>
    /// <exception cref="PackagingException">There is none. The message names what to install.</exception>
    public static Toolchain Find(
        PackageArchitecture architecture, Architecture host, bool isLinux, Func<string, string?> find, string workFolder)
    {
        if (!isLinux)
        {
            throw new PackagingException(
                "The function is a native program for Linux, which .NET links on Linux only. Package it there, or in a Linux container.");
        }
        if (architecture == (host == Architecture.Arm64 ? PackageArchitecture.Arm64 : PackageArchitecture.X64))
        {
            return find("clang") is not null || find("gcc") is not null ? new Toolchain([]) : throw new PackagingException(
                "Linking a native program takes a C compiler, but neither clang nor gcc is in PATH. Install one: "
                + "apt-get install gcc libc6-dev zlib1g-dev (Debian, Ubuntu), or dnf install gcc zlib-devel (Amazon Linux, Fedora).");
        }
        var triple = architecture.Triple;
        if (find($"{triple}-gcc") is not { } gcc || find($"{triple}-objcopy") is null)
        {
            throw new PackagingException(
                $"Linking for {architecture.Name} takes a cross compiler here, but {triple}-gcc or {triple}-objcopy is not in PATH. "
                + $"Install it: apt-get install gcc-{triple.Replace('_', '-')} (Debian, Ubuntu). "
                + "Or package on a machine of that architecture.");
        }
        return new([
            $"-p:CppCompilerAndLinker={WriteWrapper(gcc, workFolder)}", "-p:LinkerFlavor=bfd", $"-p:ObjCopyName={triple}-objcopy"]);
    }

    // .NET passes clang's option --target, which gcc doesn't have
    private static string WriteWrapper(string gcc, string workFolder)
    {
        Directory.CreateDirectory(workFolder);
        var path = Path.Combine(workFolder, "cross-gcc");
        File.WriteAllText(path, $"""
            #!/bin/sh
            for a; do shift; case $a in --target=*) ;; *) set -- "$@" "$a" ;; esac; done
            exec '{gcc}' "$@"

            """);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
        return path;
    }
}
