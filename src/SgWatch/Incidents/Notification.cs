namespace SgWatch.Incidents;

/// <summary>One message to people and machines.</summary>
/// <param name="Subject">Under 100 printable ASCII characters, as SNS demands of an e-mail's subject.</param>
/// <param name="Text">Plain text for e-mail.</param>
/// <param name="Json">One JSON object for queues and functions.</param>
public sealed record Notification(string Subject, string Text, string Json);
