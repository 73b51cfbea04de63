using System.Runtime.InteropServices;

namespace SgWatch.Packaging;

/// <summary>The C toolchain that links a native program.</summary>
/// <param name="PublishArguments">What <c>dotnet publish</c> is to be told of it.</param>
internal sealed record Toolchain(IReadOnlyList<string> PublishArguments)
{
    /// <summary>Finds a toolchain for an architecture.</summary>
    /// <param name="architecture">What is built.</param>
    /// <param name="host">What it is built on.</param>
    /// <param name="isLinux">Whether that is Linux.</param>
    /// <param name="find">Where a program lies; null if it isn't there.</param>
    /// <param name="workFolder">Where a wrapper for a compiler may be written.</param>
    /// <exception cref="PackagingException">There is none; the message names what to install.</exception>
    public static Toolchain Find(PackageArchitecture architecture, Architecture host, bool isLinux, Func<string, string?> find, string workFolder)
    {
        if (!isLinux)
        {
            throw new PackagingException("The function is a native program for Linux, and .NET links those on Linux alone. Package it there, or in a Linux container.");
        }
        if (architecture == (host == Architecture.Arm64 ? PackageArchitecture.Arm64 : PackageArchitecture.X64))
        {
            return find("clang") is not null || find("gcc") is not null ? new Toolchain([]) : throw new PackagingException(
                "Linking a native program takes a C compiler, and neither clang nor gcc is in PATH. "
                + "Install one: apt-get install gcc libc6-dev zlib1g-dev (Debian, Ubuntu), or dnf install gcc zlib-devel (Amazon Linux, Fedora).");
        }
        var triple = architecture.Triple;
        if (find($"{triple}-gcc") is not { } gcc || find($"{triple}-objcopy") is null)
        {
            throw new PackagingException(
                $"Linking for {architecture.Name} on this machine takes a cross compiler, and {triple}-gcc or {triple}-objcopy is not in PATH. "
                + $"Install it: apt-get install gcc-{triple.Replace('_', '-')} (Debian, Ubuntu); or package on a machine of that kind.");
        }
        return new([
            $"-p:CppCompilerAndLinker={WriteWrapper(gcc, workFolder)}", "-p:LinkerFlavor=bfd", $"-p:ObjCopyName={triple}-objcopy"]);
    }

    // .NET passes clang's --target, which gcc, made for one target, doesn't know
    private static string WriteWrapper(string gcc, string workFolder)
    {
        Directory.CreateDirectory(workFolder);
        var path = Path.Combine(workFolder, "cross-gcc");
        File.WriteAllText(path, $"#!/bin/sh\nfor a; do shift; case $a in --target=*) ;; *) set -- \"$@\" \"$a\" ;; esac; done\nexec '{gcc}' \"$@\"\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
        return path;
    }
}
