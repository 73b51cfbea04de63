namespace SgWatch.Changes;

/// <summary>What a change did to the rules of a group, as its event says.</summary>
/// <remarks>Default: <see cref="Other"/>, which makes no rule.</remarks>
public enum ChangeKind
{
    /// <summary>It made no rule, such as a revocation, a tag, a sweep. Or it says which rules are new but not who made them, as AWS
    /// Config's items do.</summary>
    Other,

    /// <summary>It made rules: AuthorizeSecurityGroupIngress or -Egress.</summary>
    Authorize,

    /// <summary>It changed what rules admit: ModifySecurityGroupRules. A rule keeps its id.</summary>
    Modify,

    /// <summary>It may have added entries to prefix lists, so every rule through these may admit more.</summary>
    PrefixList,

    /// <summary>It attached the group to an interface, an instance, an endpoint or a VPC. The rules aren't new, but their reach
    /// is.</summary>
    Attachment,

    /// <summary>It can't be read in full, so it may have made any rule of the group.</summary>
    Unreadable,
}
