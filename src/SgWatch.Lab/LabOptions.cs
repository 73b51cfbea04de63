using System.Collections.Immutable;
using SgWatch.Lab.Api;
using SgWatch.Lab.Identities;

namespace SgWatch.Lab;

/// <summary>How a lab is set up. Every default is one that needs nothing and opens nothing.</summary>
public sealed record LabOptions
{
    /// <summary>The port on 127.0.0.1; 0 for any that is free.</summary>
    public int Port { get; init; }

    /// <summary>The account's id, 12 digits. With an upstream, name the account that it gives its clients.</summary>
    public string AccountId { get; init; } = "111122223333";

    /// <summary>What time it is in the records.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>The same seed and calls give the same ids.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Another emulator that does the EC2 part, such as moto's server; null for the lab's own.</summary>
    public Uri? Upstream { get; init; }

    /// <summary>When the guard sweeps, if the lab has one.</summary>
    public SweepMode Sweeps { get; init; } = SweepMode.WhenAsked;

    /// <summary>The time between two sweeps on schedule. Null for no schedule. Without a meaning for sweeps that are asked for.</summary>
    public TimeSpan? SweepEvery { get; init; } = TimeSpan.FromHours(1);

    /// <summary>Gets every event that the rule of the Terraform module would match, in order, one at a time.</summary>
    public Func<ReadOnlyMemory<byte>, CancellationToken, Task>? OnEvent { get; init; }

    /// <summary>Access key ids that belong to somebody; all others belong to the user <c>lab</c>.</summary>
    public ImmutableDictionary<string, LabIdentity> Identities { get; init; } = ImmutableDictionary<string, LabIdentity>.Empty;

    /// <summary>
    /// Refuses calls, for tests: asked before each call, it gives the error to answer, or null. Nobody can set it from outside.
    /// </summary>
    public Func<LabCall, AwsError?>? Refuse { get; init; }
}
