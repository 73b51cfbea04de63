using SgWatch.Cli.Lab;
using SgWatch.Policies;
using SgWatch.Policies.Reading;

namespace SgWatch.Cli.Tests.Attacks;

/// <summary>A guarded lab in this process, and the suite run against it as a user does.</summary>
internal sealed class AttackLab : IAsyncDisposable
{
    private static readonly string[] Regions = ["us-east-1", "sa-east-1"];

    private readonly GuardedLab _lab;

    private AttackLab(GuardedLab lab) => _lab = lab;

    public string Url => _lab.Host.Url.ToString();

    public GuardedLab Lab => _lab;

    /// <summary>What is there: groups, and the VPCs of groups; a VPC has one group at least.</summary>
    public IReadOnlyList<string> Everything => [.. Regions.SelectMany(region => _lab.Host.Account.Groups(region)).Select(group => $"{group.Region} {group.GroupName}")];

    public static async Task<AttackLab> StartAsync(Policy policy) =>
        new(await GuardedLab.StartAsync(new(), policy, TimeProvider.System, _ => { }, TestContext.Current.CancellationToken));

    /// <summary>A policy of the library.</summary>
    public static Policy Policy(string file)
    {
        using var stream = typeof(AttackLab).Assembly.GetManifestResourceStream(file)!;
        using var reader = new StreamReader(stream);
        return PolicyReader.Read(file, reader.ReadToEnd()) is PolicyReadResult.Accepted(var policy) ? policy : throw new InvalidOperationException(file);
    }

    public Task<CliResult> AttackAsync(params string[] options) => Cli.RunAsync("", ["attack", "--endpoint-url", Url, .. options]);

    public ValueTask DisposeAsync() => _lab.DisposeAsync();
}
