using System.Text.Json;
using SgWatch.Aws.Calls;
using SgWatch.Calls;

namespace SgWatch.Attacks;

/// <summary>Reads messages from an SQS queue that is subscribed to the guard's topic. The messages stay in the queue.</summary>
public sealed class QueueMailbox(AwsApi api, Uri queue) : IAttackMailbox
{
    private const int MaxRounds = 20; // of ten messages each, for one question

    private readonly List<AttackMail> _seen = [];

    /// <inheritdoc/>
    public async Task<IReadOnlyList<AttackMail>> ContainingAsync(string text, CancellationToken cancellationToken)
    {
        for (var round = 0; round < MaxRounds; round++)
        {
            var bodies = await ReceiveAsync(cancellationToken);
            if (bodies.Count == 0)
            {
                break;
            }
            _seen.AddRange(bodies.Select(body => new AttackMail(body, Unwrapped(body))));
        }
        return [.. _seen.Where(mail => mail.Text.Contains(text, StringComparison.Ordinal))];
    }

    private async Task<IReadOnlyList<string>> ReceiveAsync(CancellationToken cancellationToken)
    {
        var answer = await api.ReceiveAsync(queue, cancellationToken);
        if (answer.TryGet(out var bodies, out var failure))
        {
            return bodies;
        }
        return failure.Kind == CallFailureKind.Transient ? [] : throw new AttackFailedException(failure);
    }

    // without raw message delivery, SNS wraps the message in an envelope of its own, as a text
    private static string Unwrapped(string body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            return document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.TryGetProperty("Message", out var message)
                ? message.GetString() ?? body
                : body;
        }
        catch (JsonException)
        {
            return body;
        }
    }
}
