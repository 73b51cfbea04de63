namespace SgWatch.EndToEnd.Lab;

/// <summary>Where moto's server differs from the lab, and which AWS document says that the lab is right.</summary>
/// <param name="Name">What moto does.</param>
/// <param name="Document">The page that decides it.</param>
/// <param name="Explains">Whether this is the difference that a step showed: lab's outcome first.</param>
public sealed record KnownDifference(string Name, string Document, Func<Step, Outcome, Outcome, bool> Explains)
{
    private const string Api = "EC2 API Reference, ";

    /// <summary>Differences in the error code (or in that there is one). What the group then holds differs as a consequence.</summary>
    public static IReadOnlyList<KnownDifference> InCode { get; } =
    [
        new("revoking unknown properties in a default VPC is an error", Api + "RevokeSecurityGroupIngress",
            static (step, lab, moto) => step.Twist == "unknown-properties" && (lab.Code, moto.Code) == ("", "InvalidPermission.NotFound")),
        new("an unknown rule id has the code of unknown properties", Api + "Error codes (InvalidSecurityGroupRuleId.NotFound)",
            static (step, lab, moto) => (lab.Code, moto.Code) == ("InvalidSecurityGroupRuleId.NotFound", "InvalidPermission.NotFound")),
        new("a duplicate in another spelling is added", Api + "SecurityGroupRuleRequest (canonicalizes CIDRs)",
            static (step, lab, moto) => step.Twist == "spelling" && (lab.Code, moto.Code) == ("InvalidPermission.Duplicate", "")),
        new("a rule in another spelling isn't found", Api + "SecurityGroupRuleRequest (canonicalizes CIDRs)",
            static (step, lab, moto) => step.Twist == "spelling" && (lab.Code, moto.Code) == ("", "InvalidPermission.NotFound")),
        new("ports, protocols and descriptions that are none are taken", Api + "IpPermission, IpRange",
            static (step, lab, moto) => step.Twist == "nonsense" && (lab.Code, moto.Code) == ("InvalidParameterValue", "")),
        new("a permission that a call has twice is a duplicate of itself", Api + "Error codes (InvalidParameterValue)",
            static (step, lab, moto) => step.Twist is "several" or "duplicate-last"
                && (lab.Code, moto.Code) == ("InvalidParameterValue", "InvalidPermission.Duplicate")),
        new("a prefix list that isn't there can be a peer", Api + "Error codes (InvalidPrefixListID.NotFound)",
            static (step, lab, moto) => step.Twist == "unknown-list" && (lab.Code, moto.Code) == ("InvalidPrefixListID.NotFound", "")),
        new("a stale version of a prefix list is taken", Api + "ModifyManagedPrefixList (CurrentVersion)",
            static (step, lab, moto) => step.Twist == "stale" && (lab.Code, moto.Code) == ("PrefixListVersionMismatch", "")),
        new("a group that others refer to can be deleted", Api + "DeleteSecurityGroup (DependencyViolation)",
            static (step, lab, moto) => step.Action == "DeleteSecurityGroup" && (lab.Code, moto.Code) == ("DependencyViolation", "")),
    ];

    /// <summary>Differences in what a success says.</summary>
    public static IReadOnlyList<KnownDifference> InAnswer { get; } =
    [
        new("several permissions: only the last one's rules are answered", Api + "AuthorizeSecurityGroupIngress (securityGroupRuleSet)",
            static (step, lab, moto) => step.Twist is "several" or "duplicate-last" && moto.Answer.Count < lab.Answer.Count
                && WithPorts(moto.Answer).All(lab.Answer.Contains)),
        new("rules of all protocols are answered without ports", Api + "SecurityGroupRule (FromPort, ToPort)",
            static (step, lab, moto) => lab.Answer.SequenceEqual(WithPorts(moto.Answer))),
        new("spelling and host bits are kept", Api + "SecurityGroupRuleRequest (canonicalizes CIDRs)",
            static (step, lab, moto) => step.Twist == "spelling"),
        new("what was revoked isn't answered", Api + "RevokeSecurityGroupIngress (revokedSecurityGroupRuleSet)",
            static (step, lab, moto) =>
                step.Action.StartsWith("Revoke", StringComparison.Ordinal) && lab.Answer.Count > 0 && moto.Answer.Count == 0),
    ];

    /// <summary>Differences in a group's rules though both sides said the same.</summary>
    public static IReadOnlyList<KnownDifference> InRules { get; } =
    [
        new("the default group doesn't let its own members in", "Amazon VPC User Guide, Default security groups for your VPCs",
            static (step, lab, moto) => step.Action is "CreateVpc" && lab.Rules.Count == moto.Rules.Count + 1
                && lab.Rules.ExceptBy(Texts(moto.Rules), static row => row.Text).All(row => row.Peer == step.Group && !row.IsEgress)),
        new("spelling and host bits are kept, and protocol 58", Api + "SecurityGroupRuleRequest (canonicalizes CIDRs), IpPermission",
            static (step, lab, moto) =>
                step.Twist == "spelling" && Texts(lab.Rules).SequenceEqual(Texts(moto.Rules.Select(static row => row.Canonical())))),
        new("the rules before a duplicate stay added",
            Api + "AuthorizeSecurityGroupIngress (Return: true if the request succeeds, otherwise an error)",
            static (step, lab, moto) => step.Twist is "several" or "duplicate-last" && lab.Code == "InvalidPermission.Duplicate"
                && !Texts(lab.Rules).Except(Texts(moto.Rules)).Any()),
        new("the rules before an unknown one stay revoked", Api + "RevokeSecurityGroupIngress (no rules are revoked)",
            static (step, lab, moto) => step.Twist == "unknown-properties" && lab.Code == "InvalidPermission.NotFound"
                && !Texts(moto.Rules).Except(Texts(lab.Rules)).Any()),
        new("an IPv6 egress rule in a VPC without IPv6 stays, though it is said to be revoked", Api + "RevokeSecurityGroupEgress",
            static (step, lab, moto) => step.Action == "RevokeSecurityGroupEgress" && lab.Code.Length == 0
                && moto.Rules.ExceptBy(Texts(lab.Rules), static row => row.Text).All(
                    row => row.IsEgress && row.Peer.Contains(':', StringComparison.Ordinal))),
        new("a modified IPv6 rule keeps its range", Api + "ModifySecurityGroupRules",
            static (step, lab, moto) => step.Action == "ModifySecurityGroupRules" && step.Twist == "ipv6"),
    ];

    private static IEnumerable<string> WithPorts(IEnumerable<string> answer) =>
        answer.Select(static text => text.Replace(" -1 - ", " -1 -1--1 ", StringComparison.Ordinal)).Order(StringComparer.Ordinal);

    private static IEnumerable<string> Texts(IEnumerable<RuleRow> rows) =>
        rows.Select(static row => row.Text).Order(StringComparer.Ordinal);
}
