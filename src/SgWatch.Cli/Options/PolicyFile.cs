using SgWatch.Policies;
using SgWatch.Policies.Reading;

namespace SgWatch.Cli.Options;

/// <summary>The policy that a command works with.</summary>
/// <param name="Name">The file as the user named it, or <c>built-in</c>.</param>
/// <param name="Result">What came of reading it. Null if there is no such file.</param>
internal sealed record PolicyFile(string Name, PolicyReadResult? Result)
{
    /// <summary>The file that is read if the user names none.</summary>
    public const string DefaultName = "sgwatch.yaml";

    /// <summary>Reads the named file, else <c>sgwatch.yaml</c> in <paramref name="folder"/>, else the built-in policy.</summary>
    /// <exception cref="IOException">The file exists and can't be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file exists and may not be read.</exception>
    public static PolicyFile Read(string? named, string folder)
    {
        var name = named ?? DefaultName;
        var path = Path.Combine(folder, name);
        if (!File.Exists(path))
        {
            return named is null ? new("built-in", PolicyReader.Read("built-in", BuiltInPolicy.Text)) : new(name, null);
        }
        using var file = File.OpenRead(path);
        var bytes = new byte[PolicyReader.MaxBytes + 1]; // one more, so that the reader sees that a file is too large
        return new(name, PolicyReader.Read(name, bytes.AsSpan(0, file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false))));
    }
}
