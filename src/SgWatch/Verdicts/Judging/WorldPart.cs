using SgWatch.Traffic;

namespace SgWatch.Verdicts.Judging;

/// <summary>A rule as a part of what may be open to the world.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Standing">Whether it was there before.</param>
/// <param name="MadeAt">When it was made. Null if that isn't known: it may be the latest.</param>
/// <param name="Public">The public addresses that it admits and nothing permits.</param>
internal sealed record WorldPart(RuleTraffic Rule, Standing Standing, DateTimeOffset? MadeAt, TrafficSet Public);
