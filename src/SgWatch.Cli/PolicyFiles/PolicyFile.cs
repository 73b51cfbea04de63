using SgWatch.Policies;
using SgWatch.Policies.Reading;

namespace SgWatch.Cli.PolicyFiles;

/// <summary>The policy that a command works with.</summary>
/// <param name="Name">The file as the user named it, or <c>built-in</c>.</param>
/// <param name="Result">What came of reading it; null where there is no such file.</param>
internal sealed record PolicyFile(string Name, PolicyReadResult? Result)
{
    /// <summary>The file that is taken where none is named.</summary>
    public const string DefaultName = "sgwatch.yaml";

    /// <summary>Reads the named file; else <c>sgwatch.yaml</c> in <paramref name="folder"/>; else the built-in policy.</summary>
    /// <exception cref="IOException">The file is there and can't be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file is there and may not be read.</exception>
    public static PolicyFile Read(string? named, string folder)
    {
        var name = named ?? DefaultName;
        var path = Path.Combine(folder, name);
        if (!File.Exists(path))
        {
            return named is null ? new("built-in", PolicyReader.Read("built-in", BuiltInPolicy.Text)) : new(name, null);
        }
        using var file = File.OpenRead(path);
        var bytes = new byte[PolicyReader.MaxBytes + 1]; // one more, so that a larger file is seen to be
        return new(name, PolicyReader.Read(name, bytes.AsSpan(0, file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false))));
    }
}
