namespace SgWatch.Simulation.Actors;

/// <summary>One thing that happens in a story.</summary>
/// <param name="At">When, from the guard's deployment on.</param>
/// <param name="Kind">What.</param>
/// <param name="A">Chooses what it is about.</param>
/// <param name="B">Chooses how.</param>
internal sealed record Act(TimeSpan At, ActKind Kind, int A, int B);
