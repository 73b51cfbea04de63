using System.Collections.Immutable;
using SgWatch.Rules;
using SgWatch.Verdicts;
using SgWatch.Verdicts.Baselines;

namespace SgWatch.Tests.Guard.Remembering;

/// <summary>Memories in words that don't come from their stored form, for comparing them.</summary>
internal static class MemoryText
{
    /// <summary>All of a memory.</summary>
    public static string Of(GroupMemory memory) => string.Join('\n', [
        $"{memory.GroupId} {Describe(memory.SettledAt)}",
        Describe(memory.SettledUnder, meaning => meaning),
        .. memory.Rules.Values.Select(Describe),
        .. memory.Baseline.Select(entry => $"tolerated {Describe(entry.Content)} " + (
            entry.Guardrail, entry.Reason, Describe(entry.Since), entry.By, entry.Note, entry.Until)),
        .. memory.Expected.Select(entry => $"expected {Describe(entry.Rule)} " + (
            entry.Reason, Describe(entry.At), entry.By, entry.Note, entry.Until)),
        Describe(memory.AuthorAwaited, Describe),
        string.Join(',', memory.Dropped),
        string.Join(',', memory.Announced),
    ]);

    /// <summary>All of a memory.</summary>
    public static string Of(RegionMemory memory) => string.Join('\n', [
        $"{Describe(memory.DeployedAt)} {Describe(memory.FirstSweepAt)} {Describe(memory.ListedAt)} {Describe(memory.CompleteAt)}",
        $"{memory.Copies}",
        .. memory.Guardrails.Select(guardrail => string.Join('|', [
            guardrail.Id, guardrail.Name, guardrail.Meaning, Describe(guardrail.Since), Describe(guardrail.EnforcedSince),
            Describe(guardrail.GoneSince),
            .. guardrail.Former.Select(former => $"{former.Meaning} {Describe(former.Since)} {Describe(former.Until)}")])),
    ]);

    private static string Describe(RememberedRule rule) => $"{Describe(rule.Content)} "
        + (Describe(rule.Since), rule.IsFirstLook, rule.MadeBy, Describe(rule.MissingSince))
        + $" {Describe(rule.Counted, traffic => traffic.ToString())} {string.Join(',', rule.Reported)} {Describe(rule.Turned, Describe)}";

    private static string Describe(RememberedContent content) => $"{Describe(content.Rule)} {content.ListAddresses is null} "
        + string.Join(',', content.ListAddresses?.ToCidrs() ?? []);

    private static string Describe(SecurityGroupRule rule) =>
        $"{rule.SecurityGroupRuleId} {rule.IsEgress} {rule.Service} {rule.Peer.GetType().Name} "
        + rule.Peer switch
        {
            Peer.Group(var id, var owner) => $"{id} {owner}",
            Peer.Unknown(var text) => text,
            var peer => peer.ToString(),
        };

    private static string Describe(DateTimeOffset time) => $"{time.UtcTicks}";

    private static string Describe(DateTimeOffset? time) => $"{time?.UtcTicks}";

    private static string Describe<T>(ImmutableSortedDictionary<string, T> map, Func<T, string> describe) =>
        string.Join(',', map.Select(pair => $"{pair.Key}={describe(pair.Value)}"));
}
