namespace SgWatch.Tests.Guard;

/// <summary>A clock that stands still until it is moved; timers run by the real one.</summary>
public sealed class StandingTime(DateTimeOffset start) : TimeProvider
{
    private DateTimeOffset _now = start;

    public override DateTimeOffset GetUtcNow() => _now;

    public void Move(TimeSpan by) => _now += by;
}
