using System.Collections.Immutable;
using CsCheck;
using SgWatch.Addresses;
using SgWatch.Rules;
using SgWatch.Tests.Traffic;
using SgWatch.Traffic;
using SgWatch.Verdicts;
using SgWatch.Verdicts.Baselines;

namespace SgWatch.Tests.Guard.Remembering;

/// <summary>Random memories, of every kind of rule, list, entry and time.</summary>
internal static class AnyMemory
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 28, 12, 0, 0, TimeSpan.Zero);

    private static readonly Gen<DateTimeOffset> Time = Gen.OneOf(
        Gen.Int[0, 3].Select(hours => Noon.AddHours(hours)),
        Gen.Long[-10_000_000_000_000, 10_000_000_000_000].Select(ticks => Noon.AddTicks(ticks)),
        OneOf(DateTimeOffset.MinValue, DateTimeOffset.MaxValue, Noon.ToOffset(TimeSpan.FromHours(5))));

    private static readonly Gen<string> Name = Gen.OneOf(
        OneOf("no-world-open-ingress", "default-group-closed", "x#2", "\"{\\", "Wächter\u2028\u0000"),
        Gen.Int[0, 9].Select(number => $"guardrail-{number}"));

    private static readonly Gen<string?> Note = Gen.OneOf(
        Gen.Const((string?)null), OneOf<string?>("", "SEC-1234", "a 'note'\nof two lines"));

    private static readonly Gen<Peer> AnyPeer = Gen.OneOf<Peer>(
        Gen.Select(Gen.UInt, Gen.Int[0, 32], (address, length) => (Peer)new Peer.Ipv4(new(address, length))),
        Gen.Select(Gen.ULong, Gen.ULong, Gen.Int[0, 128], (high, low, length) => (Peer)new Peer.Ipv6(new(new(high, low), length))),
        OneOf<Peer>(
            new Peer.Group("sg-1"), new Peer.Group("sg-2", "111122223333"), new Peer.PrefixList("pl-1"), new Peer.PrefixList("pl-2"),
            new Peer.Unknown(""), new Peer.Unknown("a 'thing' of EC2\n")));

    private static readonly Gen<Service> AnyService = OneOf(
        "any", "tcp", "udp", "tcp/22", "udp/1000-2000", "icmp", "icmp/8", "icmp/3/4", "icmpv6/128", "50", "a/n").Select(Service.Parse);

    private static readonly Gen<AddressSet> AnyList = Gen.Select(
        Gen.Select(Gen.UInt, Gen.Int[8, 32], (address, length) => new CidrIpv4(address, length)).Array[0, 4],
        Gen.Select(Gen.ULong, Gen.Int[0, 128], (high, length) => new CidrIpv6(new(high, 0), length)).Array[0, 3],
        AddressSet.Of);

    private static readonly Gen<SecurityGroupRule> AnyRule =
        Gen.Select(Gen.Bool, AnyService, AnyPeer, (isEgress, service, peer) => new SecurityGroupRule(null, isEgress, service, peer));

    private static readonly Gen<RememberedContent> AnyContent = Gen.Select(AnyRule, Gen.Int[0, 30], AnyList, Gen.Bool,
        (rule, id, list, isAws) => new RememberedContent(
            rule with { SecurityGroupRuleId = $"sgr-{id:x}" }, rule.Peer is Peer.PrefixList && !isAws ? list : null));

    private static readonly Gen<BaselineReason> AnyReason = OneOf(Enum.GetValues<BaselineReason>());

    private static readonly Gen<DateOnly?> AnyDay = OneOf<DateOnly?>(null, new(2026, 12, 31), DateOnly.MinValue, DateOnly.MaxValue);

    private static readonly Gen<RememberedRule> AnyRemembered =
        from content in AnyContent
        from since in Time
        from isFirstLook in Gen.Bool
        from maker in Note
        from missing in Gen.Bool
        from missingSince in Time
        from counted in Gen.Select(Name, AnyCounted(content)).Array[0, 3]
        from reported in Name.Array[0, 2]
        from turned in Gen.Select(Name, Time).Array[0, 2]
        select new RememberedRule(content, since)
        {
            IsFirstLook = isFirstLook,
            MadeBy = maker,
            MissingSince = missing ? missingSince : null,
            Counted = Map(counted),
            Reported = reported.ToImmutableSortedSet(StringComparer.Ordinal),
            Turned = Map(turned),
        };

    private static readonly Gen<BaselineEntry> AnyEntry = Gen.Select(
        Gen.Select(Gen.Bool, Name), AnyContent, AnyReason, Time, Note, Note, AnyDay,
        (guardrail, content, reason, since, by, note, until) =>
            new BaselineEntry(guardrail.Item1 ? guardrail.Item2 : null, content, reason, since) { By = by, Note = note, Until = until });

    private static readonly Gen<ExpectedRule> AnyExpected = Gen.Select(AnyRule, AnyReason, Time, Note, Note, AnyDay,
        (rule, reason, at, by, note, until) => new ExpectedRule(rule, reason, at)
        {
            By = by,
            Note = note,
            Until = until,
            Replaces = reason == BaselineReason.Narrowed ? $"sgr-{at.Ticks % 100}" : null,
        });

    private static readonly Gen<KnownGuardrail> AnyGuardrail = Gen.Select(
        Gen.Select(Name, Name, Name, Time), Gen.Select(Gen.Bool, Time), Gen.Select(Gen.Bool, Time),
        Gen.Select(Name, Time, Time).Array[0, 2],
        (guardrail, enforced, gone, former) => new KnownGuardrail(guardrail.Item1, guardrail.Item2, guardrail.Item3, guardrail.Item4)
        {
            EnforcedSince = enforced.Item1 ? enforced.Item2 : null,
            GoneSince = gone.Item1 ? gone.Item2 : null,
            Former = [.. former],
        });

    /// <summary>What is remembered of a group.</summary>
    public static Gen<GroupMemory> OfGroup { get; } =
        from settledAt in Time
        from rules in AnyRemembered.Array[0, 6]
        from baseline in AnyEntry.Array[0, 3]
        from expected in AnyExpected.Array[0, 2]
        from awaited in Gen.Select(Name, Time).Array[0, 2]
        from dropped in Name.Array[0, 2]
        from settledUnder in Gen.Select(Name, Name).Array[0, 3]
        select new GroupMemory("sg-0123", settledAt)
        {
            Rules = Map([.. rules.Select(rule => (rule.Id, rule))]),
            Baseline = [.. baseline],
            Expected = [.. expected],
            AuthorAwaited = Map(awaited),
            Dropped = dropped.ToImmutableSortedSet(StringComparer.Ordinal),
            SettledUnder = Map(settledUnder),
        };

    /// <summary>What is remembered of an account and region.</summary>
    public static Gen<RegionMemory> OfRegion { get; } = Gen.Select(
        Time, Time, Gen.Select(Gen.Bool, Time), Gen.Select(Gen.Bool, Time), AnyGuardrail.Array[0, 4],
        (deployedAt, firstSweepAt, listed, complete, guardrails) => new RegionMemory(deployedAt, firstSweepAt)
        {
            ListedAt = listed.Item1 ? listed.Item2 : null,
            CompleteAt = complete.Item1 ? complete.Item2 : null,
            Copies = guardrails.Length,
            Guardrails = [.. guardrails],
        });

    // all, a part, or all but a part: what a guardrail can have left of a rule, in few enough rules
    private static Gen<TrafficSet> AnyCounted(RememberedContent content)
    {
        var all = content.ListAddresses is { } addresses
            ? TrafficSet.Of(content.Rule.IsEgress, content.Rule.Service, PeerSet.Of(addresses))
            : AdmittedTraffic.Of(content.Rule, PrefixLists.None);
        return Gen.Select(Gen.Int[0, 2], SmallUniverse.AnySet, (kind, part) =>
            (kind == 0 ? all : kind == 1 ? all.Intersect(part.Set) : all.Except(part.Set)) is { IsEmpty: false } some
                && (some == all || (content.Rule.Peer is not Peer.Unknown && RuleCover.Of(some, 20) is RuleCover.Complete))
                ? some
                : all);
    }

    private static Gen<T> OneOf<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);

    private static ImmutableSortedDictionary<string, T> Map<T>((string Key, T Value)[] pairs) => pairs.DistinctBy(pair => pair.Key)
        .ToImmutableSortedDictionary(pair => pair.Key, pair => pair.Value, StringComparer.Ordinal);
}
