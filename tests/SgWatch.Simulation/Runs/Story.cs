using System.Collections.Immutable;
using SgWatch.Simulation.Actors;
using SgWatch.Simulation.Plain;

namespace SgWatch.Simulation.Runs;

/// <summary>What happens in a run: the same story and seed give the same run.</summary>
/// <param name="Seed">Where all chance comes from.</param>
/// <param name="Acts">What happens, in order.</param>
internal sealed record Story(ulong Seed, ImmutableArray<Act> Acts)
{
    private static readonly TimeSpan Longest = TimeSpan.FromHours(40);

    /// <summary>How many rules there are before the guard comes, beside those that always are.</summary>
    public int OldRules { get; init; } = 4;

    /// <summary>The policy with which the guard comes.</summary>
    public PolicyVariant First { get; init; }

    /// <summary>A story by chance.</summary>
    public static Story Of(ulong seed)
    {
        var chance = new Random(unchecked((int)(seed * 2654435761)));
        var kinds = Enum.GetValues<ActKind>();
        var span = Longest * Math.Max(chance.NextDouble(), 0.1);
        var acts = Enumerable.Range(0, chance.Next(4, 30))
            .Select(_ => new Act(TimeSpan.FromSeconds(Math.Floor(span.TotalSeconds * chance.NextDouble())),
                kinds[chance.Next(kinds.Length)], chance.Next(1000), chance.Next(100_000)))
            .OrderBy(static act => act.At);
        return new(seed, [.. acts])
        {
            First = chance.Next(6) switch
            {
                0 => PolicyVariant.AdminObserves,
                1 => PolicyVariant.NoAdmin,
                2 => PolicyVariant.NoPipeline,
                _ => PolicyVariant.None,
            },
        };
    }

    public override string ToString() =>
        string.Join('\n', Acts.Select(static act => $"  +{act.At:d\\.hh\\:mm\\:ss}  {act.Kind} {act.A} {act.B}"));
}
