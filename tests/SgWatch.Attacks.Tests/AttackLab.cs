using System.Collections.Immutable;
using SgWatch.Lab;
using SgWatch.Lab.Events;
using SgWatch.Lab.Guarded;
using SgWatch.Policies;
using SgWatch.Policies.Reading;

namespace SgWatch.Attacks.Tests;

/// <summary>A guarded lab in this process, and the suite run against it over HTTP, as a user runs it.</summary>
internal sealed class AttackLab : IAsyncDisposable
{
    private static readonly string[] Regions = ["us-east-1", "sa-east-1"];
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);

    private AttackLab(GuardedLab lab) => Lab = lab;

    public GuardedLab Lab { get; }

    public Uri Url => Lab.Host.Url;

    /// <summary>The groups of all regions. A VPC has one group at least, so a VPC that is left over shows too.</summary>
    public IReadOnlyList<string> Everything =>
        [.. Regions.SelectMany(region => Lab.Host.Account.Groups(region)).Select(group => $"{group.Region} {group.GroupName}")];

    public static async Task<AttackLab> StartAsync(Policy policy) =>
        new(await GuardedLab.StartAsync(
            new() { Sweeps = SweepMode.AtStart }, policy, TimeProvider.System, _ => { }, TestContext.Current.CancellationToken));

    /// <summary>A policy of the library.</summary>
    public static Policy Policy(string file)
    {
        using var stream = typeof(AttackLab).Assembly.GetManifestResourceStream(file)!;
        using var reader = new StreamReader(stream);
        return PolicyReader.Read(file, reader.ReadToEnd()) is PolicyReadResult.Accepted(var policy)
            ? policy
            : throw new InvalidOperationException(file);
    }

    /// <summary>The lab as the suite sees it.</summary>
    public async Task<AttackTarget> OpenAsync(CancellationToken cancellationToken) =>
        await AttackTarget.OpenAsync(new(new() { EndpointUrl = Url }), _ => { }, TimeProvider.System, cancellationToken)
            is AttackTargetResult.Opened(var target) ? target : throw new InvalidOperationException("The lab wasn't found.");

    /// <summary>Runs attacks, all of them if none are named.</summary>
    /// <returns>How each ended, and what the suite couldn't delete.</returns>
    public async Task<(IReadOnlyList<AttackResult> Results, ImmutableArray<string> Left)> AttackAsync(
        DeliveryMode delivery, params int[] only)
    {
        using var target = await OpenAsync(TestContext.Current.CancellationToken);
        var suite = new AttackSuite(target, delivery, Timeout);
        var results = new List<AttackResult>();
        var attacks = AttackLibrary.All.Where(attack => only.Length == 0 || only.Contains(attack.Number));
        await suite.RunAsync(attacks, results.Add, TestContext.Current.CancellationToken);
        return (results, suite.Left);
    }

    public ValueTask DisposeAsync() => Lab.DisposeAsync();
}
