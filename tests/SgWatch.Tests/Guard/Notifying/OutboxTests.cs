using SgWatch.Calls;
using SgWatch.Guard.Notifying;
using SgWatch.Guard.Ports;
using SgWatch.Guard.Retrying;
using SgWatch.Incidents;

namespace SgWatch.Tests.Guard.Notifying;

/// <summary>Several send through one outbox at once, and each may take what another has put.</summary>
public sealed class OutboxTests
{
    private readonly Gate _gate = new();
    private readonly Outbox _outbox;
    private string? _notDue;
    private readonly Retry _retry =
        new(new() { MaxTries = 1 }, TimeProvider.System, new Random(1), DateTimeOffset.UtcNow + TimeSpan.FromMinutes(1));

    public OutboxTests() => _outbox = new(_gate);

    [Fact]
    public async Task What_waits_is_sent_first_and_each_that_is_sent_is_yielded()
    {
        _gate.Answer("waits", CallFailureKind.Transient);
        Assert.Equal("Transient", await SendAsync("waits"));

        Assert.Equal("waits, next", await SendAsync("next"));
    }

    [Fact]
    public async Task A_failure_comes_last_and_what_was_rejected_for_what_it_is_does_not_wait()
    {
        _gate.Answer("bad", CallFailureKind.Rejected);

        Assert.Equal("Rejected", await SendAsync("bad"));
        Assert.Equal("", await SendAsync(null));
    }

    [Theory] // the order by which a failure was lost
    [InlineData(CallFailureKind.Rejected)]
    [InlineData(CallFailureKind.Refused)]
    public async Task Whoever_tried_it_in_vain_its_own_sender_knows(CallFailureKind kind)
    {
        _gate.Answer("waits", CallFailureKind.Transient);
        await SendAsync("waits");
        var opened = _gate.Hold("waits");
        var ours = SendAsync("ours"); // is at "waits" now
        _gate.Answer("ours", kind);
        Assert.Equal($"{kind}", await SendAsync("another")); // takes ours
        _gate.Answer("ours", kind);
        opened.SetResult();

        Assert.EndsWith($"{kind}", await ours, StringComparison.Ordinal);
    }

    [Fact] // else it would count as sent while it isn't yet, and a guard that dies then has told nobody
    public async Task What_another_is_just_sending_is_waited_for()
    {
        _gate.Answer("waits", CallFailureKind.Transient);
        await SendAsync("waits");
        var (waits, oursSent) = (_gate.Hold("waits"), _gate.Hold("ours"));
        var ours = SendAsync("ours"); // is at "waits" now
        var another = SendAsync("another"); // is at "ours" now
        waits.SetResult();
        await Task.Delay(50, TestContext.Current.CancellationToken);

        Assert.False(ours.IsCompleted);
        oursSent.SetResult();
        Assert.Equal(["another", "ours", "waits"], $"{await ours}, {await another}".Split(", ").Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task What_waited_and_is_no_longer_due_is_left_out()
    {
        _gate.Answer("waits", CallFailureKind.Transient);
        await SendAsync("waits");

        _notDue = "waits";

        Assert.Equal("ours", await SendAsync("ours"));
    }

    // what was yielded, in order
    private async Task<string> SendAsync(string? text)
    {
        var yielded = new List<string>();
        var envelope = text is null ? null : new Envelope(Notification(text));
        await foreach (var result in _outbox.SendAsync(
            envelope, _retry, waiting => Task.FromResult(waiting.Notification.Subject != _notDue), TestContext.Current.CancellationToken))
        {
            yielded.Add(result.TryGet(out var sent, out var failure) ? sent.Notification.Subject : $"{failure.Kind}");
        }
        return string.Join(", ", yielded);
    }

    private static Notification Notification(string subject) => new("sgwatch.test", subject, "", "{}");

    /// <summary>Answers as the test says, once, and holds what the test says.</summary>
    private sealed class Gate : INotifier
    {
        private readonly Dictionary<string, CallFailureKind> _answers = [];
        private readonly Dictionary<string, Task> _held = [];

        public void Answer(string subject, CallFailureKind kind) => _answers[subject] = kind;

        public TaskCompletionSource Hold(string subject)
        {
            var opened = new TaskCompletionSource();
            _held[subject] = opened.Task;
            return opened;
        }

        public async Task<CallResult<Done>> SendAsync(Notification notification, CancellationToken cancellationToken)
        {
            await _held.GetValueOrDefault(notification.Subject, Task.CompletedTask).WaitAsync(cancellationToken);
            return _answers.Remove(notification.Subject, out var kind)
                ? new CallFailure(kind, "Publish", $"{kind}", "made by the test")
                : default(Done);
        }
    }
}
