using System.Collections.Immutable;

namespace SgWatch.Lab.Trail;

/// <summary>One event of CloudTrail's history.</summary>
/// <param name="EventId">A UUID.</param>
/// <param name="EventName">The call, such as <c>CreateSecurityGroup</c>.</param>
/// <param name="EventSource">Such as <c>ec2.amazonaws.com</c>.</param>
/// <param name="EventTime">In whole seconds.</param>
/// <param name="Record">The record, in JSON.</param>
/// <remarks>Source: CloudTrail API Reference, Event.</remarks>
public sealed record TrailEvent(
    string EventId, string EventName, string EventSource, DateTimeOffset EventTime, ReadOnlyMemory<byte> Record)
{
    /// <summary>The user's name, a role's session name, or <c>root</c>.</summary>
    public string Username { get; init; } = "";

    /// <summary>The key that signed the call; empty for a call inside this process.</summary>
    public string AccessKeyId { get; init; } = "";

    /// <summary>The resources that the call names or made.</summary>
    public ImmutableArray<TrailResource> Resources { get; init; } = [];
}
