using System.Collections.Immutable;
using SgWatch.Guard.Retrying;
using SgWatch.Incidents;
using SgWatch.Rules;
using SgWatch.Verdicts;

namespace SgWatch.Guard.Reconciling;

/// <summary>Reads the tags of the rules that a plan takes away, so that an undo can give them back.</summary>
/// <remarks>
/// Anybody may give a rule 50 tags of 384 characters. So readings leave tags out, and only what is about to go is asked for them. The
/// group is open meanwhile, so it takes 4 seconds at most, and an incident keeps at most 5,000,000 characters. Tags that stay unread are
/// counted in the incident. A group with more than 1,000 tags to read waits until few others hold as many, and holds them until it is
/// disposed.
/// </remarks>
/// <param name="invocation">What every step needs.</param>
/// <param name="work">The group.</param>
/// <param name="changes">Notes a call that fails.</param>
internal sealed class PlannedTags(InvocationContext invocation, GroupWork work, GroupChanges changes) : IDisposable
{
    private const int MaxTagsWithoutTurn = 1000;
    private const int RulesPerCall = 100;
    private const int MaxCharacters = 5_000_000;
    private const int ManyCharacters = 100_000;
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(4);

    private readonly Retry _briefly = invocation.Retry.Briefly();
    private int _characters;
    private IDisposable? _turn;

    /// <summary>Whether they take so much memory that they mustn't be held longer than needed.</summary>
    public bool AreMany => _characters > ManyCharacters;

    /// <summary>The same verdict, in which the rules that are to be taken away have their tags.</summary>
    public async Task<LiveVerdict> ReadAsync(LiveVerdict judged, CancellationToken cancellationToken)
    {
        if (_turn is null && judged.Verdict.Plan.Revoke.Sum(rule => rule.UnreadTags) > MaxTagsWithoutTurn)
        {
            _turn = await invocation.FatGroups.TakeTurnAsync(cancellationToken);
        }
        var tags = new Dictionary<string, ImmutableSortedDictionary<string, string>>(StringComparer.Ordinal);
        var until = invocation.Now + Longest;
        foreach (var ids in Unread(judged.Verdict.Plan).Chunk(RulesPerCall))
        {
            if (_characters > MaxCharacters || invocation.Now > until)
            {
                break;
            }
            var read = await _briefly.RunAsync(token => work.Groups.ReadTagsAsync([.. ids], token), cancellationToken);
            if (!read.TryGet(out var some, out var failure))
            {
                changes.NoteCall(new IncidentCall("read tags", [.. ids], failure.Code, invocation.Now));
                break;
            }
            foreach (var (id, own) in some)
            {
                tags[id] = own;
                _characters += own.Sum(tag => tag.Key.Length + tag.Value.Length);
            }
        }
        return tags.Count == 0 ? judged : judged with { Verdict = Tagged(judged.Verdict, tags) };
    }

    public void Dispose() => _turn?.Dispose();

    private static IEnumerable<string> Unread(Plan plan) =>
        plan.Revoke.Where(rule => rule.UnreadTags > 0).Select(rule => rule.SecurityGroupRuleId).OfType<string>();

    private static Verdict Tagged(Verdict verdict, Dictionary<string, ImmutableSortedDictionary<string, string>> tags)
    {
        SecurityGroupRule WithTags(SecurityGroupRule rule) => rule.SecurityGroupRuleId is { } id && tags.TryGetValue(id, out var own)
            ? rule with { Tags = own, UnreadTags = 0 }
            : rule;

        var plan = verdict.Plan;
        return verdict with
        {
            Group = verdict.Group with { Rules = [.. verdict.Group.Rules.Select(WithTags)] },
            Plan = plan with
            {
                Revoke = [.. plan.Revoke.Select(WithTags)],
                Replacements = [.. plan.Replacements.Select(pair => pair with { Revoked = WithTags(pair.Revoked) })],
            },
        };
    }
}
