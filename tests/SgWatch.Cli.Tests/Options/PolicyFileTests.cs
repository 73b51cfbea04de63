using SgWatch.Cli.Options;
using SgWatch.Policies.Reading;

namespace SgWatch.Cli.Tests.Options;

public sealed class PolicyFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("sgwatch-").FullName;

    [Fact]
    public void The_named_file_comes_first_then_sgwatch_yaml_then_the_built_in_policy()
    {
        Assert.Equal("built-in", Source(null));

        File.WriteAllText(Path.Combine(_folder, "sgwatch.yaml"), "version: 1\n");
        Assert.Equal("sgwatch.yaml", Source(null));

        File.WriteAllText(Path.Combine(_folder, "other.yaml"), "version: 1\n");
        Assert.Equal("other.yaml", Source("other.yaml"));
    }

    [Fact]
    public void A_named_file_that_is_not_there_is_no_policy() => Assert.Null(PolicyFile.Read("none.yaml", _folder).Result);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string Source(string? named) => Assert.IsType<PolicyReadResult.Accepted>(PolicyFile.Read(named, _folder).Result).Policy.Source;
}
