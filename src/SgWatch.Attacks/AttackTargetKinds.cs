namespace SgWatch.Attacks;

/// <summary>The kinds of target that an attack, a step or a message is for.</summary>
[Flags]
public enum AttackTargetKinds
{
    /// <summary>A lab with its own EC2.</summary>
    Lab = 1,

    /// <summary>A lab with another emulator's EC2.</summary>
    Upstream = 2,

    /// <summary>An AWS account, or an emulator that isn't the lab.</summary>
    Account = 4,

    /// <summary>All of them.</summary>
    Everywhere = Lab | Upstream | Account,
}
