using System.Collections.Immutable;

namespace SgWatch.Attacks;

/// <summary>One thing that an attack does. Values may name variables, such as <c>$web</c>.</summary>
public abstract record AttackStep
{
    private AttackStep()
    {
    }

    /// <summary>The targets on which it is done. On others it is left out.</summary>
    public AttackTargetKinds On { get; init; } = AttackTargetKinds.Everywhere;

    /// <summary>A call to EC2.</summary>
    /// <param name="Action">Such as <c>AuthorizeSecurityGroupIngress</c>.</param>
    /// <param name="Parameters">Its parameters, as the Query API names them.</param>
    public sealed record Ec2(string Action, ImmutableArray<KeyValuePair<string, string>> Parameters) : AttackStep
    {
        /// <summary>The variables that the answer sets. Each takes the text of the first XML element of the name given.</summary>
        public ImmutableDictionary<string, string> Saves { get; init; } = ImmutableDictionary<string, string>.Empty;

        /// <summary>The error codes that count as success.</summary>
        public ImmutableArray<string> MayFail { get; init; } = [];

        /// <summary>What is left out if an emulator lacks the call. Null if every target must have it.</summary>
        public string? IfLacking { get; init; }

        /// <summary>The region. Null for the suite's own.</summary>
        public string? Region { get; init; }
    }

    /// <summary>A call that switches the guard's event rule.</summary>
    /// <param name="Action"><c>DisableRule</c> or <c>EnableRule</c>.</param>
    public sealed record EventRule(string Action) : AttackStep;

    /// <summary>Changes how the lab delivers events from here on.</summary>
    /// <param name="Delivery">A name of <c>DeliveryMode</c>. Null for the mode of the whole run.</param>
    public sealed record Deliver(string? Delivery) : AttackStep;

    /// <summary>Makes the guard's next calls fail in the lab.</summary>
    /// <param name="Parameters">The parameters of the lab's <c>InjectFault</c>.</param>
    public sealed record Fault(ImmutableArray<KeyValuePair<string, string>> Parameters) : AttackStep;

    /// <summary>Waits until the guard has seen what was done so far.</summary>
    /// <param name="Elsewhere">How long to wait outside the lab. The lab itself says when its guard is idle.</param>
    public sealed record Wait(TimeSpan Elsewhere) : AttackStep;

    /// <summary>Makes the lab's guard sweep.</summary>
    /// <param name="After">By how much the lab's clock is put ahead before.</param>
    public sealed record Sweep(TimeSpan After) : AttackStep;
}
