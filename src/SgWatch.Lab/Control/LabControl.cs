using System.Text;
using SgWatch.Lab.Api;
using SgWatch.Lab.Events;
using SgWatch.Lab.Identities;
using SgWatch.Lab.Sns;

namespace SgWatch.Lab.Control;

/// <summary>
/// What a lab can do that AWS can't: events late, doubled or lost, a sweep at once, calls that fail, and a look into the mailbox.
/// </summary>
/// <remarks>
/// The Query protocol with the version <see cref="LabCall.LabVersion"/>, for whoever tests a guard in the lab. A call needs the header
/// <see cref="Header"/>, which no web page can add to a request to another site without being asked first.
/// </remarks>
internal sealed class LabControl(LabIds ids, FaultPlan faults, EventBus events, EventDelivery delivery, LabMailbox mailbox)
{
    /// <summary>The header, with any value, that every call must have.</summary>
    public const string Header = "X-SgWatch-Lab";

    public const string XmlNamespace = "sgwatch-lab";

    private const int MaxRounds = 10;

    /// <summary>The lab's account, 12 digits.</summary>
    public required string AccountId { get; init; }

    /// <summary>Whether another emulator does the EC2 part.</summary>
    public required bool HasUpstream { get; init; }

    public async Task<LabAnswer> HandleAsync(LabCall call, bool hasHeader, CancellationToken cancellationToken)
    {
        var requestId = ids.Uuid();
        try
        {
            if (!hasHeader)
            {
                throw new AwsErrorException("MissingHeader", $"The lab's own calls need the header {Header}.", 403);
            }
            return new(requestId, null, await AnswerAsync(call, cancellationToken));
        }
        catch (AwsErrorException e)
        {
            return new(requestId, e.Error, new(""));
        }
    }

    private async Task<Element> AnswerAsync(LabCall call, CancellationToken cancellationToken)
    {
        switch (call.Action)
        {
            case "DescribeLab":
                return new("") { { "AccountId", AccountId }, { "EventRule", EventRuleService.RuleName }, { "HasUpstream", HasUpstream } };
            case "DeliverEvents":
                var mode = call.Parameters["Manner"].Value;
                await events.WhenIdleAsync(cancellationToken);
                delivery.Mode = Enum.TryParse<DeliveryMode>(mode, out var known) && Enum.IsDefined(known)
                    ? known
                    : throw AwsErrorException.Invalid($"Manner '{mode}': expected {string.Join(", ", Enum.GetNames<DeliveryMode>())}.");
                return new("");
            case "ReleaseEvents":
                await ReleaseAsync(cancellationToken);
                return new("");
            case "Sweep":
                await events.WhenIdleAsync(cancellationToken);
                await delivery.SendAsync(Encoding.UTF8.GetBytes($$"""{"sgwatch":"sweep","region":"{{call.Region}}"}"""), cancellationToken);
                await events.WhenIdleAsync(cancellationToken);
                return new("");
            case "InjectFault":
                faults.Add(ReadFault(call));
                return new("");
            case "ClearFaults":
                faults.Clear();
                return new("");
            case "ListMessages":
                return ListMessages(call.Parameters["Containing"].Value ?? "");
            default:
                throw new AwsErrorException("InvalidAction", $"The lab has no action {call.Action}.");
        }
    }

    // what the guard does is an event too, and held again
    private async Task ReleaseAsync(CancellationToken cancellationToken)
    {
        for (var round = 0; round < MaxRounds; round++)
        {
            await events.WhenIdleAsync(cancellationToken);
            if (await delivery.ReleaseAsync(cancellationToken) == 0)
            {
                return;
            }
        }
    }

    private static Fault ReadFault(LabCall call)
    {
        var error = new AwsError(
            call.Parameters["Code"].Value ?? "InternalError", call.Parameters["Message"].Value
                ?? "A fault that somebody asked the lab for.",
            (int)(call.Parameters["StatusCode"].Number ?? 400));
        var (action, groupId) = (Required("ActionName"), Required("GroupId"));
        return new(Matches, error) { IsAfter = call.Parameters["After"].IsTrue, Times = call.Parameters["Times"].Number ?? 1 };

        // the calls of whoever asked for the fault are spared
        bool Matches(LabCall other) =>
            other.Action == action && other.Parameters["GroupId"].Value == groupId && other.AccessKeyId != call.AccessKeyId;

        string Required(string name) => call.Parameters[name].Value ?? throw AwsErrorException.Missing(name);
    }

    private Element ListMessages(string text)
    {
        var list = new Element("Messages");
        foreach (var mail in mailbox.Messages)
        {
            if (mail.Subject.Contains(text, StringComparison.Ordinal) || mail.Body.Contains(text, StringComparison.Ordinal))
            {
                list.Add(new Element("member") { { "MessageId", mail.MessageId }, { "Subject", mail.Subject }, { "Body", mail.Body } });
            }
        }
        return new("") { list };
    }
}
