using Microsoft.Extensions.Time.Testing;
using SgWatch.Lab.Control;

namespace SgWatch.Lab.Tests.Control;

public sealed class LabClockTests
{
    private static readonly DateTimeOffset Start = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly FakeTimeProvider _inner = new(Start);
    private readonly LabClock _clock;

    public LabClockTests() => _clock = new(_inner);

    [Fact]
    public void It_runs_and_is_put_ahead()
    {
        var stamp = _clock.GetTimestamp();
        _clock.PutAhead(TimeSpan.FromMinutes(1));
        _inner.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(Start.AddSeconds(61), _clock.GetUtcNow());
        Assert.Equal(TimeSpan.FromSeconds(61), _clock.GetElapsedTime(stamp));
        Assert.Throws<ArgumentOutOfRangeException>(() => _clock.PutAhead(TimeSpan.FromTicks(-1)));
    }

    [Fact]
    public void Who_waits_by_it_waits_less_and_who_is_due_is_woken()
    {
        var (soon, late) = (Wait(10), Wait(100));
        _clock.PutAhead(TimeSpan.FromSeconds(9));
        Assert.False(soon.IsCompleted);
        _inner.Advance(TimeSpan.FromSeconds(1));
        Assert.True(soon.IsCompleted);
        Assert.False(late.IsCompleted);
        _clock.PutAhead(TimeSpan.FromSeconds(500));
        Assert.True(late.IsCompleted);

        Task Wait(int seconds) => Task.Delay(TimeSpan.FromSeconds(seconds), _clock, TestContext.Current.CancellationToken);
    }

    [Fact]
    public void A_timer_goes_on_with_its_period_after_a_jump()
    {
        var fired = 0;
        using var timer = _clock.CreateTimer(_ => fired++, null, TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(10));
        _inner.Advance(TimeSpan.FromSeconds(20));
        Assert.Equal(2, fired);
        _clock.PutAhead(TimeSpan.FromSeconds(35)); // due several times, fires once
        Assert.Equal(3, fired);
        _inner.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(4, fired);
    }

    [Fact]
    public void A_timer_that_was_stopped_stays_stopped()
    {
        var fired = 0;
        var timer = _clock.CreateTimer(_ => fired++, null, TimeSpan.FromSeconds(10), Timeout.InfiniteTimeSpan);
        timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _clock.PutAhead(TimeSpan.FromMinutes(1));
        timer.Change(TimeSpan.FromSeconds(10), Timeout.InfiniteTimeSpan);
        timer.Dispose();
        _clock.PutAhead(TimeSpan.FromMinutes(1));
        Assert.Equal(0, fired);
    }
}
