using SgWatch.Lab.Api;
using SgWatch.Lab.Ec2;
using SgWatch.Lab.Events;
using SgWatch.Lab.Identities;
using SgWatch.Lab.Sns;

namespace SgWatch.Lab.Control;

/// <summary>
/// What a lab can do that AWS can't, such as losing events, sweeping at once and showing changes late. docs/lab.md has an example of
/// each call.
/// </summary>
/// <remarks>
/// The Query protocol with the version <see cref="LabCall.LabVersion"/>, for whoever tests a guard in the lab. A call needs the header
/// <see cref="Header"/>. A browser asks the lab before it lets a web page of another site add it, and the lab says no.
/// </remarks>
internal sealed class LabControl(
    LabIds ids, LabAccount account, EventBus events, EventDelivery delivery, LabSweeps sweeps, LabMailbox mailbox)
{
    /// <summary>The header, with any value, that every call must have.</summary>
    public const string Header = "X-SgWatch-Lab";

    public const string XmlNamespace = "sgwatch-lab";

    private const int MaxRounds = 10;

    /// <summary>The calls that make the lab behave worse for a while.</summary>
    public required StateControl State { get; init; }

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
                return new("")
                {
                    { "AccountId", account.AccountId },
                    { "EventRule", EventRuleService.RuleName },
                    { "HasUpstream", HasUpstream },
                };
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
                await sweeps.SweepAsync(call.Region, cancellationToken);
                return new("");
            case "InjectFault":
                account.Faults.Add(FaultReader.Read(call));
                return new("");
            case "ClearFaults":
                account.Faults.Clear();
                return new("");
            case "Consistency":
                return State.Consistency(call.Parameters);
            case "Clock":
                return State.Clock(call.Parameters);
            case "Record":
                return State.Record(call.Parameters);
            case "ListMessages":
                return ListMessages(call.Parameters["Containing"].Value ?? "");
            default:
                throw new AwsErrorException("InvalidAction", $"The lab has no action {call.Action}. docs/lab.md lists them.");
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
