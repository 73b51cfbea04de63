using System.Collections.Immutable;

namespace SgWatch.Cli.Attacks;

/// <summary>One thing that an attack does. Values may name variables: <c>$web</c>.</summary>
internal abstract record AttackStep
{
    private AttackStep()
    {
    }

    /// <summary>Where it is done; elsewhere it is left out.</summary>
    public AttackScene On { get; init; } = AttackScene.Everywhere;

    /// <summary>A call of EC2.</summary>
    public sealed record Ec2(string Action, ImmutableArray<KeyValuePair<string, string>> Parameters) : AttackStep
    {
        /// <summary>Variables, and the element of the answer that each is the text of: the first of that name, at any depth.</summary>
        public ImmutableDictionary<string, string> Saves { get; init; } = ImmutableDictionary<string, string>.Empty;

        /// <summary>The error codes with which it is as good as done.</summary>
        public ImmutableArray<string> MayFail { get; init; } = [];

        /// <summary>What is left out where an emulator can't do it; null if every one must.</summary>
        public string? IfLacking { get; init; }

        /// <summary>The region, if not the suite's own.</summary>
        public string? Region { get; init; }
    }

    /// <summary>A call that switches the guard's event rule: <c>DisableRule</c> or <c>EnableRule</c>.</summary>
    public sealed record EventRule(string Action) : AttackStep;

    /// <summary>Has the lab lose or deliver the events from here on; null delivers them as the whole run is to have them delivered.</summary>
    public sealed record Events(string? Manner) : AttackStep;

    /// <summary>Has the lab fail the guard's next calls.</summary>
    /// <param name="Parameters">As the lab's <c>InjectFault</c> takes them.</param>
    public sealed record Fault(ImmutableArray<KeyValuePair<string, string>> Parameters) : AttackStep;

    /// <summary>Waits until the guard has seen what was done so far: on the lab until it rests, elsewhere so long.</summary>
    public sealed record Rest(TimeSpan Elsewhere) : AttackStep;

    /// <summary>Has the lab's guard sweep.</summary>
    public sealed record Sweep : AttackStep;
}

/// <summary>The kinds of place where the suite can run.</summary>
[Flags]
internal enum AttackScene
{
    /// <summary>A lab with its own EC2.</summary>
    Lab = 1,

    /// <summary>A lab with another emulator's EC2.</summary>
    Upstream = 2,

    /// <summary>An AWS account, or an emulator that isn't the lab.</summary>
    Account = 4,

    Everywhere = Lab | Upstream | Account,
}
