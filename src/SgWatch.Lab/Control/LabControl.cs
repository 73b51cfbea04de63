using System.Text;
using SgWatch.Lab.Api;
using SgWatch.Lab.Events;

namespace SgWatch.Lab.Control;

/// <summary>What a lab can do that AWS can't: events late, doubled or lost, a sweep at once, calls that fail, and a look into the mailbox.</summary>
/// <remarks>
/// The Query protocol with the version <see cref="Version"/>, for whoever tests a guard in the lab. A call needs the header
/// <see cref="Header"/>, which no web page can add to a request to another site without being asked first.
/// </remarks>
internal sealed class LabControl(LabHost lab, LabIds ids, FaultPlan faults)
{
    /// <summary>The API version by which its calls are known.</summary>
    public const string Version = "sgwatch-lab";

    /// <summary>The header, with any value, that every call must have.</summary>
    public const string Header = "X-SgWatch-Lab";

    public const string XmlNamespace = "sgwatch-lab";

    private const int MaxRounds = 10;

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
                return new("") { { "AccountId", lab.AccountId }, { "EventRule", EventRuleService.RuleName }, { "HasUpstream", lab.HasUpstream } };
            case "DeliverEvents":
                var manner = call.Parameters["Manner"].Value;
                await lab.Events.WhenIdleAsync(cancellationToken);
                lab.Delivery.Manner = Enum.TryParse<DeliveryMode>(manner, out var known) && Enum.IsDefined(known)
                    ? known
                    : throw AwsErrorException.Invalid($"Manner '{manner}': expected {string.Join(", ", Enum.GetNames<DeliveryMode>())}.");
                return new("");
            case "ReleaseEvents":
                await ReleaseAsync(cancellationToken);
                return new("");
            case "Sweep":
                await lab.Events.WhenIdleAsync(cancellationToken);
                await lab.Delivery.SendAsync(Encoding.UTF8.GetBytes($$"""{"sgwatch":"sweep","region":"{{call.Region}}"}"""), cancellationToken);
                await lab.Events.WhenIdleAsync(cancellationToken);
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
            await lab.Events.WhenIdleAsync(cancellationToken);
            if (await lab.Delivery.ReleaseAsync(cancellationToken) == 0)
            {
                return;
            }
        }
    }

    private static Fault ReadFault(LabCall call)
    {
        var error = new AwsError(
            call.Parameters["Code"].Value ?? "InternalError", call.Parameters["Message"].Value ?? "A fault that somebody asked the lab for.",
            (int)(call.Parameters["StatusCode"].Number ?? 400));
        var (action, groupId) = (Required("ActionName"), Required("GroupId"));
        return new(Matches, error) { IsAfter = call.Parameters["After"].IsTrue, Times = call.Parameters["Times"].Number ?? 1 };

        // the calls of whoever asked for the fault are spared
        bool Matches(LabCall other) => other.Action == action && other.Parameters["GroupId"].Value == groupId && other.AccessKeyId != call.AccessKeyId;

        string Required(string name) => call.Parameters[name].Value ?? throw AwsErrorException.Missing(name);
    }

    private Element ListMessages(string text)
    {
        var list = new Element("Messages");
        foreach (var mail in lab.Mailbox.Messages)
        {
            if (mail.Subject.Contains(text, StringComparison.Ordinal) || mail.Body.Contains(text, StringComparison.Ordinal))
            {
                list.Add(new Element("member") { { "MessageId", mail.MessageId }, { "Subject", mail.Subject }, { "Body", mail.Body } });
            }
        }
        return new("") { list };
    }
}
