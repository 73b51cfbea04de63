using SgWatch.Guard.Ports;

namespace SgWatch.Guard.Notifying;

/// <summary>The ways out of the guard, which live as long as the process.</summary>
/// <param name="Log">Where every incident is written before anybody is notified.</param>
/// <param name="People">The way to people.</param>
/// <param name="Integrations">The integrations that are notified too.</param>
/// <param name="SentAlerts">The alerts that people got already.</param>
internal sealed record NotificationChannels(IIncidentLog Log, Outbox People, Integrations Integrations, SentAlerts SentAlerts);
