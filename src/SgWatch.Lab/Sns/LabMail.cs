namespace SgWatch.Lab.Sns;

/// <summary>One message as one subscriber of a topic gets it.</summary>
/// <param name="MessageId">What Publish answered.</param>
/// <param name="Time">When it was published.</param>
/// <param name="TopicArn">The topic.</param>
/// <param name="Protocol">Such as <c>email</c>.</param>
/// <param name="Endpoint">Such as an e-mail address.</param>
/// <param name="Subject">The subject given, or SNS's own for e-mail without one.</param>
/// <param name="Body">The message for this protocol, without SNS's own envelope or footer.</param>
public sealed record LabMail(
    string MessageId, DateTimeOffset Time, string TopicArn, string Protocol, string Endpoint, string Subject, string Body);
