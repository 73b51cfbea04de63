using System.Collections.Immutable;
using SgWatch.Calls;
using SgWatch.Changes;
using SgWatch.Guard.Ports;
using SgWatch.Guard.Remembering;
using SgWatch.Rules;
using SgWatch.Verdicts;
using SgWatch.Verdicts.Baselines;

namespace SgWatch.Guard.Reconciling;

/// <summary>Judges one group beside what is remembered of it, and writes down what is to be remembered.</summary>
/// <remarks>A group that complies with every guardrail, even if all its rules were new, costs an event no memory at all.</remarks>
internal sealed class GroupRecall(InvocationContext invocation, GroupWork work)
{
    private const int MaxWrites = 3;
    private const int MaxTriesForMemory = 4; // docs/policy.md: after four tries an older event is acted on too
    private const int MaxAskedByEvent = 3; // the group is open meanwhile, and CloudTrail answers one question a second
    private const int MaxAskedBySweep = 10;
    private static readonly NamedStandings EveryRuleIsNew = new(InspectionCause.Request);
    private static readonly TimeSpan LongestSearch = TimeSpan.FromSeconds(20); // some pages, one a second
    private static readonly TimeSpan Young = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan YoungWhenRetried = TimeSpan.FromHours(1);

    private readonly AccountRegion _accountRegion = work.Inspection.AccountRegion;
    private Versioned<GroupMemory>? _stored = work.Recalled;
    private Recollection? _recollection;
    private ImmutableArray<ExpectedRule> _expected = [];
    private int _asked;

    /// <summary>By rule id: what CloudTrail answered about who made the rule.</summary>
    public ImmutableDictionary<string, RuleMaker> Makers { get; private set; } = work.Makers;

    /// <summary>Judges the group.</summary>
    /// <param name="judged">The case, without standings.</param>
    /// <param name="cancellationToken">Ends the calls.</param>
    /// <returns>The verdict, and why the memory couldn't be read; null if it was, or if it wasn't needed.</returns>
    public async Task<(Verdict Verdict, CallFailure? Unread)> DecideAsync(Case judged, CancellationToken cancellationToken)
    {
        if (invocation.Memory is not { } memory)
        {
            return (Judge.Decide(judged), null);
        }
        var atWorst = judged with { Standings = EveryRuleIsNew };
        var findings = Judge.Findings(atWorst);
        if (!findings.Any(finding => finding.Standing is not null))
        {
            return (Judge.Decide(atWorst, findings), null);
        }
        var region = await memory.RegionAsync(_accountRegion, cancellationToken);
        var group = await ReadAsync(memory, cancellationToken);
        if (!region.TryGet(out var ofRegion, out var unread) || !group.TryGet(out var stored, out unread))
        {
            var since = judged.Now - (work.Inspection.ReceiveCount > MaxTriesForMemory ? YoungWhenRetried : Young);
            var standings = new UnreadMemoryStandings(NamedMakers.Of(judged), judged.Cause.Changed, since);
            return (Judge.Decide(judged with { Standings = standings }), unread);
        }
        _stored = stored;
        _recollection = new Recollection(
            judged.Policy, judged.Group, judged.PrefixLists, WithExpected(stored.Value), ofRegion, NamedMakers.Of(judged).SetItems(Makers),
            judged.Now)
        {
            HoldsUnheard = work.HoldsUnheard,
        };
        return (await DecideAsync(judged, _recollection, cancellationToken), null);
    }

    // An answer may show that another rule of the group is the one to go, so the group is judged until nothing is left to ask.
    // An event is acted on without asking, unless it modified a rule of which nothing is remembered: only its description may be new.
    private async Task<Verdict> DecideAsync(Case judged, Recollection recollection, CancellationToken cancellationToken)
    {
        while (true)
        {
            var standings = new RememberedStandings(recollection);
            var verdict = Judge.Decide(judged with { Standings = standings });
            var unknown = verdict.Findings
                .Where(finding => finding.Standing is not null && !Makers.ContainsKey(finding.Rule!.SecurityGroupRuleId ?? "")
                    && ((work.Cause.IsSweep && standings.DependsOnMaker(finding.Guardrail, finding.Rule))
                        || standings.DependsOnFormerContent(finding.Guardrail, finding.Rule)))
                .Select(finding => finding.Rule!).DistinctBy(rule => rule.SecurityGroupRuleId).ToList();
            if (unknown.Count == 0 && recollection.HoldsUnheard && verdict.Findings.Any(held => held.Standing?.IsHeld == true
                && verdict.Findings.Any(other => other.IsActedOn && ReferenceEquals(other.Rule, held.Rule))))
            {
                // another guardrail acts on the rule: half of it must not stay as a rule of nobody
                _recollection = recollection = recollection with { HoldsUnheard = false };
                continue;
            }
            if (unknown.Count == 0)
            {
                return verdict with { Findings = [.. verdict.Findings.Select(WithMaker)] };
            }
            foreach (var rule in unknown)
            {
                var named = recollection.Makers.GetValueOrDefault(rule.SecurityGroupRuleId!) as RuleMaker.Named;
                var maker = !work.Cause.IsSweep && !invocation.Retry.HasTimeFor(LongestSearch) ? new RuleMaker.Unasked()
                    : _asked++ < (work.Cause.IsSweep ? MaxAskedBySweep : MaxAskedByEvent)
                    ? await AskAsync(rule, recollection.IsRemembered(rule), cancellationToken)
                    : TooMany(recollection);
                var isNews = named is null || (maker as RuleMaker.Found)?.MadeAt < named.MadeAt;
                Makers = Makers.SetItem(rule.SecurityGroupRuleId!, isNews ? maker : named!);
            }
            _recollection = recollection = recollection with { Makers = recollection.Makers.SetItems(Makers) };
        }
    }

    // during the first look a rule that nobody knows is tolerated, so it waits for the next sweep; otherwise its author is unknown
    private static RuleMaker TooMany(Recollection recollection) =>
        recollection.Region.IsFirstLook(recollection.Now) ? new RuleMaker.Unasked() : new RuleMaker.NotFound();

    /// <summary>Asks CloudTrail who made rules that the guard has just taken away. Nothing waits for the answer but the message.</summary>
    /// <param name="rules">The rules.</param>
    /// <param name="cancellationToken">Ends the calls.</param>
    /// <returns>By rule id: the call. Rules of which nobody knows it are left out.</returns>
    public async Task<ImmutableDictionary<string, Origin>> FindMakersAsync(
        IEnumerable<SecurityGroupRule> rules, CancellationToken cancellationToken)
    {
        foreach (var rule in rules.Where(rule => !Makers.ContainsKey(rule.SecurityGroupRuleId!)))
        {
            if (!invocation.Retry.HasTimeFor(LongestSearch))
            {
                break;
            }
            var maker = await AskAsync(rule, _recollection?.IsRemembered(rule) == true, cancellationToken);
            Makers = Makers.SetItem(rule.SecurityGroupRuleId!, maker);
            if (maker is RuleMaker.Unavailable)
            {
                break;
            }
        }
        return Makers.Where(asked => asked.Value is RuleMaker.Found)
            .ToImmutableDictionary(asked => asked.Key, asked => ((RuleMaker.Found)asked.Value).Origin);
    }

    /// <summary>Notes what a plan leaves of remembered rules: it stays as far as they would. If that can't be written, this inspection
    /// knows it all the same.</summary>
    /// <param name="plan">The plan, before it is applied.</param>
    /// <param name="cancellationToken">Ends the calls.</param>
    public async Task ExpectRestAsync(Plan plan, CancellationToken cancellationToken)
    {
        if (invocation.Memory is not { } memory || _recollection is not { } recollection)
        {
            return;
        }
        ImmutableArray<ExpectedRule> expected =
        [
            .. plan.Replacements.Where(pair => recollection.IsRemembered(pair.Revoked)).Select(pair =>
                new ExpectedRule(RememberedContent.Of(pair.Authorized, PrefixLists.None).Rule, BaselineReason.Narrowed, invocation.Now)
                {
                    Replaces = pair.Revoked.SecurityGroupRuleId,
                }),
        ];
        if (!expected.IsEmpty)
        {
            _expected = [.. _expected, .. expected];
            await memory.EditAsync(_accountRegion, work.GroupId, stored => stored.Expecting(expected), cancellationToken);
            ReadAgain();
        }
    }

    private GroupMemory? WithExpected(GroupMemory? memory) => _expected.IsEmpty ? memory : memory?.Expecting(_expected);

    /// <summary>Forgets what a sweep read of the memory beforehand: the group is about to be acted on.</summary>
    public void ReadAgain() => _stored = null;

    /// <summary>Writes down what is to be remembered after a recollection.</summary>
    /// <param name="last">The last verdict.</param>
    /// <param name="prefixLists">The entries of prefix lists, as they were judged.</param>
    /// <param name="taken">The rules that the guard took away.</param>
    /// <param name="cancellationToken">Ends the calls.</param>
    public async Task SettleAsync(
        Verdict last, PrefixLists prefixLists, ImmutableArray<SecurityGroupRule> taken, CancellationToken cancellationToken)
    {
        if (invocation.Memory is not { } memory || (_recollection is null && !work.Cause.IsSweep))
        {
            return; // nothing that an event found depends on the memory
        }
        var region = await memory.RegionAsync(_accountRegion, cancellationToken);
        var group = await ReadAsync(memory, cancellationToken);
        if (!region.TryGet(out var ofRegion, out _) || !group.TryGet(out var stored, out _))
        {
            return; // without memory nothing is settled
        }
        var recollection = new Recollection(invocation.Policy, last.Group, prefixLists, WithExpected(stored.Value), ofRegion,
            _recollection?.Makers ?? ImmutableDictionary<string, RuleMaker>.Empty, invocation.Now);
        if (!last.Findings.IsEmpty || !taken.IsEmpty || !recollection.IsSettled)
        {
            if (ofRegion.ListedAt is not null && last.Findings.Any(finding =>
                finding.Standing is { IsNewEntry: true, Entry.Reason: BaselineReason.FirstLook } or { Kind: Standing.Waiting }
                && !recollection.MayBeOfNewGroup(finding.Rule!)))
            {
                memory.NoteUnknown(_accountRegion);
            }
            var ids = taken.Select(rule => rule.SecurityGroupRuleId).OfType<string>().ToHashSet(StringComparer.Ordinal);
            await WriteAsync(memory, new Settlement(recollection, last.Findings, ids).Settle(), stored.Version, ids, cancellationToken);
        }
    }

    // another guard's memory stays if it wrote meanwhile, but for what this one took: else the same rule, put back, would be made anew
    private async Task WriteAsync(
        GuardMemory memory, GroupMemory settled, long version, HashSet<string> taken, CancellationToken cancellationToken)
    {
        for (var tries = 1; !await memory.WriteAsync(_accountRegion, settled, version, cancellationToken); tries++)
        {
            if (taken.Count == 0 || tries == MaxWrites
                || !(await memory.ReadAsync(_accountRegion, work.GroupId, cancellationToken)).TryGet(out var other, out _)
                || other.Value is null)
            {
                return;
            }
            (settled, version) = (other.Value.Without(taken), other.Version);
        }
    }

    private async Task<CallResult<Versioned<GroupMemory>>> ReadAsync(GuardMemory memory, CancellationToken cancellationToken) =>
        _stored is { } known ? known : await memory.ReadAsync(_accountRegion, work.GroupId, cancellationToken);

    private Finding WithMaker(Finding finding) =>
        finding is { MadeBy: null, Rule.SecurityGroupRuleId: { } id } && Makers.GetValueOrDefault(id) is RuleMaker.Found(var origin)
            ? finding with { MadeBy = origin }
            : finding;

    private async Task<RuleMaker> AskAsync(SecurityGroupRule rule, bool isModified, CancellationToken cancellationToken)
    {
        if (invocation.Calls is not { } calls)
        {
            return new RuleMaker.Unavailable(new(CallFailureKind.Refused, "LookupEvents", "NotConfigured", "CloudTrail isn't asked"));
        }
        var answer = await invocation.Retry.RunAsync(
            token => calls.FindMakerAsync(_accountRegion, work.GroupId, rule, isModified, token), cancellationToken);
        return !answer.TryGet(out var origin, out var failure) ? new RuleMaker.Unavailable(failure)
            : origin is null ? new RuleMaker.NotFound()
            : new RuleMaker.Found(origin);
    }
}
