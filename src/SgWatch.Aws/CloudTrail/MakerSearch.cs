using System.Text;
using SgWatch.Changes;
using SgWatch.Events;
using SgWatch.Rules;

namespace SgWatch.Aws.CloudTrail;

/// <summary>Looks through CloudTrail records, newest first, for the call that gave a rule what it admits now.</summary>
/// <remarks>
/// A later call may name the rule and change nothing of that, such as an edit of its description. So of the latest calls that agree with
/// the rule as it is, the earliest made it.
/// </remarks>
/// <param name="groupId">The rule's group.</param>
/// <param name="rule">The rule as it is.</param>
internal sealed class MakerSearch(string groupId, SecurityGroupRule rule)
{
    /// <summary>The call; null if none was found yet.</summary>
    public Origin? Maker { get; private set; }

    /// <summary>Whether a call made the rule with another content, so that a later one changed it.</summary>
    public bool WasOther { get; private set; }

    /// <summary>Reads one record.</summary>
    /// <returns>Whether an earlier one can't be the call any more.</returns>
    public bool Read(string record)
    {
        foreach (var change in ChangesOf(record, groupId).Where(change => change.MakesRules))
        {
            var named = change.Rules.FirstOrDefault(named => named.SecurityGroupRuleId == rule.SecurityGroupRuleId);
            var isSame = named is not null
                ? named.Content?.IsOf(rule) == true
                : change.Rules.Any(other => other.SecurityGroupRuleId is null && other.Content?.IsOf(rule) == true); // no ids in the answer
            if (isSame)
            {
                Maker = named is null ? Maker ?? change.Origin : change.Origin;
            }
            WasOther |= named is not null && !isSame;
            if (named is null ? isSame : !isSame || change.Kind == ChangeKind.Authorize)
            {
                return true;
            }
        }
        return false;
    }

    /// <summary>What a record says that its call did to a group, or to lists.</summary>
    public static IEnumerable<Change> ChangesOf(string record, string groupId) =>
        EventReader.Read(Encoding.UTF8.GetBytes(record)).Select(message => message.Trigger).OfType<Trigger.Change>()
            .SelectMany(trigger => trigger.Hints.Where(hint => IsAbout(hint, groupId)).Select(hint => hint.By(trigger.Origin)));

    private static bool IsAbout(Hint hint, string groupId) => hint.Target switch
    {
        Target.Group(var id) => id == groupId,
        Target.UsersOf => true,
        _ => hint.Rules.All(rule => rule.SecurityGroupRuleId is not null), // a group's name isn't enough for a rule without an id
    };
}
