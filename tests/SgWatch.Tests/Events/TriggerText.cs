using SgWatch.Changes;
using SgWatch.Events;

namespace SgWatch.Tests.Events;

/// <summary>A trigger on one line, so that a table can say what is expected of it.</summary>
internal static class TriggerText
{
    public static string Of(Trigger trigger) => trigger switch
    {
        Trigger.Change(var origin, var hints) =>
            $"{origin.EventName} {origin.Account ?? "-"}/{origin.Region ?? "-"}: {string.Join(" & ", hints.Select(Of))}",
        Trigger.SweepAccounts(var accounts, var regions, var pause) =>
            $"sweep of {string.Join(' ', accounts)} in {string.Join(' ', regions)}, pause {pause}",
        Trigger.Ignored(var reason) => $"ignored: {reason}",
        _ => throw new InvalidOperationException(),
    };

    public static string Of(Hint hint) => Of(new Inspection(default, hint.Target, ChangedRules.Of([hint.By(new("X"))])));

    public static string Of(Inspection inspection) => Of(inspection.Target, inspection.IsAttachment, inspection.Changed);

    private static string Of(Target target, bool isAttachment, ChangedRules changed) =>
        $"{Of(target)}{(isAttachment ? " attached" : "")} new {Of(changed)}";

    private static string Of(Target target) => target switch
    {
        Target.Group(var id) => id,
        Target.NamedGroup(var name, var vpc) => $"'{name}' in {vpc ?? "default VPC"}",
        Target.UsersOf(var list) => $"users of {list}",
        Target.EveryGroup { ContinueAt: { } token } from => $"every group from {token}, hop {from.Hops}, restart {from.Restarts}",
        _ => "every group",
    };

    private static string Of(ChangedRules changed)
    {
        if (changed.IsAll)
        {
            return "all";
        }
        var named = changed.RuleIds.Order(StringComparer.Ordinal)
            .Concat(Contents(changed).Select(content => content.ToString()).Distinct().Order(StringComparer.Ordinal))
            .Concat(changed.PrefixListIds.Select(id => $"through {id}").Order(StringComparer.Ordinal)).ToList();
        return named.Count == 0 ? "none" : string.Join(", ", named);
    }

    private static IEnumerable<RuleContent> Contents(ChangedRules changed) =>
        changed.Changes.SelectMany(change => change.Rules).Select(rule => rule.Content).OfType<RuleContent>();
}
