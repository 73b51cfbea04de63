using System.Collections.Immutable;

namespace SgWatch.House.Tests.Glossary;

/// <summary>Words that need no glossary, because every reader brings them along.</summary>
internal static class KnownWords
{
    /// <summary>EC2's own terms, as its API reference spells them, and those of networks.</summary>
    public static ImmutableHashSet<string> Ec2 { get; } = Words(
        """
        Account Address Arn Associated Aws Cidr Error Group Id Ip Ipv4 Ipv6 List Nat64 Peer Prefix Protocol Region Rule Security Service
        State Vpc
        """);

    /// <summary>Words of the field: of security, of operations, of reconciling loops, of programming.</summary>
    public static ImmutableHashSet<string> Field { get; } = Words(
        """
        Action Ahead Baseline Builder Built Cache Call Cause Changed Check Checked Code Copy Count Counter Data Default
        Description Done Edit Editor Entry Event Expectation Explanation Failure Fallback Filter Fixed Forecast Forgotten Format
        Glob History Input Integration Interval Invocation Json Key Kind Known Lease Limit Limiter Line Lint Live Log Mark Memory
        Message Mode Name Next Notification Notifier Option Outcome Output Page Pattern Position Preview Problem Process Product
        Provider Purpose Quota Rate Read Reader Reason Record Registry Report Request Reset Response Result Retry Row Runner Safe Schema
        Search Sender Set Severity Source Space Special Step Store Summary Sweep Table Target Template Test Text Time Token Undo
        Undone Unread Use Value Version Versioned Warning Withdrawal Writer
        """);

    /// <summary>Small words between others, such as those in PolicyInForce.</summary>
    public static ImmutableHashSet<string> Small { get; } = Words("Force For From In Of Or To With");

    private static ImmutableHashSet<string> Words(string words) =>
        [.. words.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)];
}
