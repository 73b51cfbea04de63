namespace SgWatch.Traffic;

/// <summary>A range of points of <see cref="FlowSpace"/> with the same peers on each.</summary>
/// <param name="First">The first point.</param>
/// <param name="Last">The last point, itself in the band.</param>
/// <param name="Peers">The peers.</param>
public readonly record struct Band(uint First, uint Last, PeerSet Peers);
