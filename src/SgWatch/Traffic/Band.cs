namespace SgWatch.Traffic;

/// <summary>The peers that are admitted alike on every point from <paramref name="First"/> to <paramref name="Last"/> of <see cref="FlowSpace"/>.</summary>
public readonly record struct Band(uint First, uint Last, PeerSet Peers);
