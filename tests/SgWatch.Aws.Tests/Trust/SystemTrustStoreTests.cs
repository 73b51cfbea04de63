using SgWatch.Aws.Trust;

namespace SgWatch.Aws.Tests.Trust;

public sealed class SystemTrustStoreTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("sgwatch-store-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void The_environments_file_comes_first_then_its_folder_then_the_systems_own()
    {
        var pem = Path.Combine(_folder, "a.pem");
        File.WriteAllText(pem, "");
        Assert.Equal([pem], SystemTrustStore.Sources(pem, null));
        Assert.Equal([pem], SystemTrustStore.Sources("/nowhere.pem", _folder));
        Assert.Equal(SystemTrustStore.Sources(null, null), SystemTrustStore.Sources("/nowhere.pem", "/nowhere"));
        Assert.InRange(SystemTrustStore.Sources("", "").Count(), 0, 1);
    }

    [Fact] // tests use the platform's own store; only the function defers it
    public void The_store_is_not_deferred_unless_a_program_says_so() => Assert.False(SystemTrustStore.IsDeferred);
}
