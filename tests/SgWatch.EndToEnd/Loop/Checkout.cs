namespace SgWatch.EndToEnd.Loop;

/// <summary>The checkout that these tests were built from.</summary>
public static class Checkout
{
    /// <summary>The folder of SgWatch.slnx.</summary>
    public static string Root { get; } = Find();

    /// <summary>The built command line, of the same configuration as these tests.</summary>
    public static string CommandLine => Path.Combine(Root, "src", "SgWatch.Cli", "bin", Configuration, "net10.0", "SgWatch.Cli.dll");

    // the folder above that of the framework: bin/Release/net10.0
    private static string Configuration =>
        Path.GetFileName(Path.GetDirectoryName(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar))!);

    private static string Find()
    {
        for (var folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (File.Exists(Path.Combine(folder, "SgWatch.slnx")))
            {
                return folder;
            }
        }
        throw new InvalidOperationException($"There is no SgWatch.slnx in any folder above {AppContext.BaseDirectory}.");
    }
}
