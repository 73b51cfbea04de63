using System.Text.Json;
using SgWatch.Aws.Calls;
using SgWatch.Calls;

namespace SgWatch.Cli.Attacks;

/// <summary>Reads messages from an SQS queue that is subscribed to the guard's topic. They are left in the queue.</summary>
internal sealed class QueueMailbox(AwsApi api, Uri queue) : IAttackMailbox
{
    private const int MaxRounds = 20; // of ten messages each, at one look

    private readonly List<AttackMail> _seen = [];

    public async Task<IReadOnlyList<AttackMail>> ContainingAsync(string text, CancellationToken cancellationToken)
    {
        for (var round = 0; round < MaxRounds; round++)
        {
            var answer = await api.ReceiveAsync(queue, cancellationToken);
            var bodies = answer switch
            {
                CallResult<IReadOnlyList<string>>.Ok(var received) => received,
                CallResult<IReadOnlyList<string>>.Failed({ Kind: CallFailureKind.Transient }) => [],
                CallResult<IReadOnlyList<string>>.Failed(var failure) => throw new AttackFailedException($"{failure.Operation}: {failure.Code}: {failure.Message}"),
                _ => [],
            };
            if (bodies.Count == 0)
            {
                break;
            }
            _seen.AddRange(bodies.Select(body => new AttackMail(body, Unwrapped(body))));
        }
        return [.. _seen.Where(mail => mail.Text.Contains(text, StringComparison.Ordinal))];
    }

    // without raw delivery SNS puts the message, as text, into an envelope of its own
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
