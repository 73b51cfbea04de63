namespace SgWatch.Lab.Tests.Events;

/// <summary>
/// Records that CloudTrail really wrote. They belong to others and aren't in this repository: they are read where
/// <c>SGWATCH_SHARED_DATA</c> says, else from <c>../shared/data</c> beside the checkout, if they are there.
/// </summary>
internal static class RealRecords
{
    public static IEnumerable<string> Paths
    {
        get
        {
            var data = Environment.GetEnvironmentVariable("SGWATCH_SHARED_DATA") is { Length: > 0 } named
                ? named : Path.Combine(Root(), "..", "shared", "data");
            var folder = Path.Combine(data, "cloudtrail");
            return Directory.Exists(folder) ? Directory.GetFiles(folder, "*.json") : [];
        }
    }

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "SgWatch.slnx")))
        {
            folder = folder.Parent;
        }
        return folder?.FullName ?? throw new DirectoryNotFoundException("SgWatch.slnx stands in no folder above the tests");
    }
}
