using System.Text;
using SgWatch.Lab.Events;

namespace SgWatch.Lab.Tests.Events;

public sealed class EventBusTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_event_is_handled_once_and_in_order_however_slow_the_handler()
    {
        await using var bus = new EventBus();
        var seen = new List<string>();
        bus.Subscribe(null, async (message, _) =>
        {
            await Task.Yield();
            seen.Add(Encoding.UTF8.GetString(message.Span));
        });
        for (var i = 0; i < 5000; i++)
        {
            bus.Put(Encoding.UTF8.GetBytes($"{i}"));
        }
        await bus.WhenIdleAsync(Cancelled);
        Assert.Equal(Enumerable.Range(0, 5000).Select(i => $"{i}"), seen);
        Assert.Equal(0, bus.Waiting);
    }

    [Fact]
    public async Task A_subscription_gets_what_its_pattern_matches()
    {
        await using var bus = new EventBus();
        var seen = new List<string>();
        bus.Subscribe(EventPattern.Parse("""{"a":["x"]}"""), (message, _) =>
        {
            seen.Add(Encoding.UTF8.GetString(message.Span));
            return Task.CompletedTask;
        });
        bus.Put("""{"a":"y"}"""u8.ToArray());
        bus.Put("""{"a":"x"}"""u8.ToArray());
        await bus.WhenIdleAsync(Cancelled);
        Assert.Equal(["""{"a":"x"}"""], seen);
    }

    [Fact]
    public async Task A_handler_that_fails_is_seen_to_fail_and_the_next_event_is_handled()
    {
        await using var bus = new EventBus();
        var handled = 0;
        bus.Subscribe(null, (_, _) => handled++ == 0 ? throw new InvalidOperationException("first") : Task.CompletedTask);
        bus.Put("1"u8.ToArray());
        bus.Put("2"u8.ToArray());
        var failure = await Assert.ThrowsAsync<AggregateException>(() => bus.WhenIdleAsync(Cancelled));
        Assert.Equal("first", Assert.Single(failure.InnerExceptions).Message);
        Assert.Equal(2, handled);
        await bus.WhenIdleAsync(Cancelled);
    }

    [Fact]
    public async Task A_handler_that_never_ends_does_not_keep_the_bus_from_ending()
    {
        var bus = new EventBus();
        var started = new TaskCompletionSource();
        bus.Subscribe(null, (_, _) =>
        {
            started.SetResult();
            return new TaskCompletionSource().Task;
        });
        bus.Put("1"u8.ToArray());
        await started.Task;
        await bus.DisposeAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(10), Cancelled);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => bus.WhenIdleAsync(Cancelled));
    }

    [Fact]
    public async Task A_full_bus_holds_its_callers_up_but_never_for_ever()
    {
        await using var bus = new EventBus();
        var gate = new TaskCompletionSource();
        bus.Subscribe(null, (_, _) => gate.Task);
        for (var i = 0; i < EventBus.Capacity + 1; i++)
        {
            bus.Put("1"u8.ToArray());
        }
        await bus.BrakeAsync(Cancelled); // a handler's own call must come through
        var held = bus.BrakeAsync(Cancelled);
        Assert.False(held.IsCompleted);
        gate.SetResult();
        await held;
        await bus.WhenIdleAsync(Cancelled);
    }
}
