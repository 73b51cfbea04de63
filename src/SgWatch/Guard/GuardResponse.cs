using System.Collections.Immutable;
using System.Text.Json;
using SgWatch.Calls;
using SgWatch.Incidents;
using SgWatch.Text;

namespace SgWatch.Guard;

/// <summary>What one invocation did. The function answers Lambda with it.</summary>
/// <param name="Groups">What came of each group.</param>
public sealed record GuardResponse(ImmutableArray<GroupResult> Groups)
{
    /// <summary>True if the message was an SQS batch, which reports its failures message by message.</summary>
    public bool IsBatch { get; init; }

    /// <summary>The messages of the batch that are to be delivered again.</summary>
    public ImmutableArray<string> FailedMessageIds { get; init; } = [];

    /// <summary>Why messages were ignored, one reason a message.</summary>
    public ImmutableArray<string> IgnoredReasons { get; init; } = [];

    /// <summary>How many sweeps of an account and region saw every group of it.</summary>
    public int SweepsCompleted { get; init; }

    /// <summary>Of how many accounts and regions the memory was gone or too old, and was filled again from its copy.</summary>
    public int MemoriesRestored { get; init; }

    /// <summary>Why a message to people could not be sent yet; null if all could.</summary>
    public CallFailure? NotificationFailure { get; init; }

    /// <summary>Why a message to an integration could not be sent yet; null if all could.</summary>
    public CallFailure? IntegrationFailure { get; init; }

    /// <summary>Why an incident isn't in the record, or not in full; null if all are.</summary>
    public CallFailure? RecordFailure { get; init; }

    /// <summary>True if a message was about groups. Groups of a listing that comply aren't among <see cref="Groups"/>.</summary>
    internal bool IsAboutGroups { get; init; }

    /// <summary>The gravest outcome of all groups.</summary>
    public GuardOutcome Outcome =>
        NotificationFailure is not null ? GuardOutcome.Failed
        : !Groups.IsEmpty ? Groups.Max(group => group.Outcome)
        : IsAboutGroups ? GuardOutcome.Compliant : GuardOutcome.Ignored;

    /// <summary>True if the whole message is to be delivered again. A batch names its messages instead.</summary>
    public bool MustRetry => !IsBatch && (NotificationFailure is not null || Groups.Any(group => group.MustRetry));

    /// <summary>What happened that people need to know.</summary>
    public IEnumerable<Incident> Incidents => Groups.Select(group => group.Incident).OfType<Incident>();

    /// <summary>
    /// The answer as JSON: <c>{"outcome":…,"groups":[{"id","revoked","authorized","incident"}]}</c>, and a batch's
    /// <c>batchItemFailures</c>.
    /// </summary>
    public byte[] ToJson() => ToJson(isShort: false);

    /// <summary>What Lambda acts on, and <c>"truncated":true</c>, for an answer that would be too large; the log has the rest.</summary>
    public byte[] ToShortJson() => ToJson(isShort: true);

    /// <summary>How long <see cref="ToJson()"/> is, without building it.</summary>
    public long CountBytes() => JsonOutput.CountBytes(json => json.WriteObject(json => WriteMembers(json, isShort: false)));

    private byte[] ToJson(bool isShort) => JsonOutput.ObjectBytes(json => WriteMembers(json, isShort));

    private void WriteMembers(Utf8JsonWriter json, bool isShort)
    {
        json.WriteString("outcome", JsonOutput.Word(Outcome));
        if (isShort)
        {
            json.WriteBoolean("truncated", true);
        }
        json.WriteObjects("groups", isShort ? [] : Groups, Write);
        if (Groups.IsEmpty && !isShort)
        {
            json.WriteStrings("reasons", IgnoredReasons);
        }
        if (IsBatch)
        {
            json.WriteObjects("batchItemFailures", FailedMessageIds, static (json, id) => json.WriteString("itemIdentifier", id));
        }
    }

    private static void Write(Utf8JsonWriter json, GroupResult group)
    {
        json.WriteString("id", group.GroupId);
        json.WriteString("outcome", JsonOutput.Word(group.Outcome));
        json.WriteStrings("revoked", group.Revoked.Select(rule => rule.SecurityGroupRuleId ?? rule.ToString()));
        json.WriteStrings("authorized", group.Authorized.Select(rule => rule.ToString()));
        json.WriteOptional("incident", group.Incident?.Id);
        json.WriteOptional("failure", group.Failure is { } failure ? $"{failure.Operation}: {failure.Code}" : null);
    }
}
