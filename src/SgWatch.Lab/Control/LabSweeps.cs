using System.Text;
using SgWatch.Lab.Events;

namespace SgWatch.Lab.Control;

/// <summary>Has the guard sweep, as the schedule of the Terraform module does.</summary>
public sealed class LabSweeps
{
    private static readonly EventPattern Pattern = EventPattern.Parse("""{"sgwatch":["sweep"]}""");

    private readonly EventBus _events;
    private readonly EventDelivery _delivery;

    internal LabSweeps(EventBus events, EventDelivery delivery)
    {
        (_events, _delivery) = (events, delivery);
        events.Subscribe(Pattern, delivery.SendAsync);
    }

    /// <summary>Raised before each sweep that somebody asks for.</summary>
    public event Action? Requested;

    /// <summary>Has the guard sweep a region, and returns when the sweep and the events that it caused are handled.</summary>
    /// <param name="region">Such as <c>eu-west-1</c>.</param>
    /// <param name="cancellationToken">Stops the wait.</param>
    /// <exception cref="AggregateException">The guard failed at an event before, or at one that the sweep caused.</exception>
    public async Task SweepAsync(string region, CancellationToken cancellationToken)
    {
        await _events.WhenIdleAsync(cancellationToken);
        Requested?.Invoke();
        await _delivery.SendAsync(Message(region), cancellationToken);
        await _events.WhenIdleAsync(cancellationToken);
    }

    /// <summary>Has the guard sweep a region once the events before are handled. A failure shows where an event's would.</summary>
    public void Schedule(string region) => _events.Put(Message(region));

    private static byte[] Message(string region) => Encoding.UTF8.GetBytes($$"""{"sgwatch":"sweep","region":"{{region}}"}""");
}
