using System.Runtime.CompilerServices;

namespace SgWatch.Tests;

/// <summary>Compares a text with the one kept beside the test. With SGWATCH_UPDATE_SNAPSHOTS=1 it writes the kept one instead.</summary>
internal static class Snapshot
{
    public static void Match(string actual, [CallerFilePath] string testFile = "", [CallerMemberName] string testName = "")
    {
        var file = $"{testFile[..^".cs".Length]}.{testName}.snap";
        if (Environment.GetEnvironmentVariable("SGWATCH_UPDATE_SNAPSHOTS") == "1")
        {
            File.WriteAllText(file, actual);
        }
        Assert.True(File.Exists(file), $"{file} is missing: look at the text, then run with SGWATCH_UPDATE_SNAPSHOTS=1\n{actual}");
        Assert.Equal(File.ReadAllText(file), actual);
    }
}
