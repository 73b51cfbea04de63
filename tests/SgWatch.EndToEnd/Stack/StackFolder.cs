using SgWatch.EndToEnd.Loop;

namespace SgWatch.EndToEnd.Stack;

/// <summary>A copy of the module with its examples, in a folder of its own that Terraform may write to.</summary>
internal sealed class StackFolder : IDisposable
{
    private const string Kept = ".terraform"; // what a developer's own init left in the checkout

    /// <param name="isForEmulator">
    /// True if the files of Overlay are copied over it. They change what moto can't do, each for a stated reason.
    /// </param>
    public StackFolder(bool isForEmulator)
    {
        Copy(Path.Combine(Checkout.Root, "terraform"), Root);
        if (isForEmulator)
        {
            Copy(Path.Combine(Checkout.Root, "tests", "SgWatch.EndToEnd", "Stack", "Overlay"), Root);
        }
    }

    public string Root { get; } = Directory.CreateTempSubdirectory("sgwatch-stack-").FullName;

    public string Example(string name) => Path.Combine(Root, "examples", name);

    public void Dispose() => Directory.Delete(Root, recursive: true);

    private static void Copy(string from, string to)
    {
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var path = Path.GetRelativePath(from, file);
            if (!path.Contains(Kept, StringComparison.Ordinal) && !path.Contains(".tfstate", StringComparison.Ordinal))
            {
                Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(to, path))!);
                File.Copy(file, Path.Combine(to, path), overwrite: true);
            }
        }
    }
}
