namespace SgWatch.Lab.Api;

/// <summary>How often a call may be made: a token bucket.</summary>
/// <param name="Burst">How many calls in a row are let through after a pause.</param>
/// <param name="PerSecond">How many calls a second are let through in the long run.</param>
/// <remarks>Source: EC2 developer guide, Request throttling for the Amazon EC2 API.</remarks>
public sealed record RateLimit(int Burst, double PerSecond);
