using System.Text;
using System.Text.Json;
using Amazon.Runtime;
using Amazon.Runtime.Internal;
using SgWatch.Aws.Calls;
using SgWatch.Aws.Connections;
using SgWatch.Aws.Ec2;
using SgWatch.Aws.Findings;
using SgWatch.Aws.Members;
using SgWatch.Calls;
using SgWatch.Guard.Ports;
using SgWatch.Incidents;
using SgWatch.Verdicts;

namespace SgWatch.Aws.SecurityHub;

/// <summary>Imports an incident's findings into Security Hub: in the account and region of its group, for Security Hub takes no others there.</summary>
/// <remarks>What tells of something else than an incident isn't for Security Hub, and sent nowhere. Source: Security Hub API Reference,
/// BatchImportFindings: 100 findings.</remarks>
/// <param name="connection">The guard's own identity.</param>
/// <param name="ownAccount">The guard's own account.</param>
/// <param name="members">The sessions in other accounts; null where there are none.</param>
/// <param name="time">For signatures and the time limit.</param>
public sealed class SecurityHubNotifier(AwsConnection connection, OwnAccount ownAccount, MemberSessions? members, TimeProvider time) : INotifier
{
    private const string Operation = "BatchImportFindings";
    private const int MaxFindings = 10; // 100 are allowed; a request of ten stays small

    public async Task<CallResult<Done>> SendAsync(Notification notification, CancellationToken cancellationToken)
    {
        if (notification.Incident is not { } incident)
        {
            return default(Done);
        }
        if (await ownAccount.GetAsync(cancellationToken) is not CallResult<string>.Ok(var own))
        {
            return new CallFailure(CallFailureKind.Transient, Operation, "UnknownAccount", "It isn't known yet which account the guard is in.");
        }
        var account = incident.Account ?? own;
        var region = incident.Region ?? connection.Region;
        AWSCredentials? credentials = null;
        if (account != own)
        {
            switch (members is null ? NoRole(account) : await members.ForReading(account).GetCredentialsAsync(region, cancellationToken))
            {
                case CallResult<AWSCredentials>.Failed(var failure):
                    return failure;
                case CallResult<AWSCredentials>.Ok(var assumed):
                    credentials = assumed;
                    break;
            }
        }
        foreach (var findings in GuardrailFinding.Of(incident with { Account = account, Region = region }).Chunk(MaxFindings))
        {
            if (await ImportAsync(findings, region, credentials, cancellationToken) is { } failure)
            {
                return failure;
            }
        }
        return default(Done);
    }

    private static CallResult<AWSCredentials> NoRole(string account) => new CallFailure(CallFailureKind.Rejected, Operation, "NoMemberRole",
        $"The group belongs to account {account}, in which the guard has no role.");

    private async Task<CallFailure?> ImportAsync(
        GuardrailFinding[] findings, string region, AWSCredentials? credentials, CancellationToken cancellationToken)
    {
        var config = connection.Configure(new SecurityHubConfig(), region);
        var import = new DefaultRequest(new BareRequest(), "SecurityHub")
        {
            ResourcePath = "/findings/import",
            Content = Encoding.UTF8.GetBytes(FindingJson.Text(json => Write(json, findings))),
        };
        import.Headers["Content-Type"] = "application/json";
        return await SignedCall.PostAsync(Operation, connection, config, import, time, cancellationToken, credentials) switch
        {
            CallResult<string>.Failed(var failure) => failure,
            CallResult<string>.Ok(var answer) => Refusal(answer),
            _ => throw new InvalidOperationException("A call neither succeeded nor failed."),
        };
    }

    private static void Write(Utf8JsonWriter json, GuardrailFinding[] findings)
    {
        json.WriteStartObject();
        json.WriteStartArray("Findings");
        foreach (var finding in findings)
        {
            SecurityFinding.Write(json, finding);
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }

    // the call succeeds though findings don't
    private static CallFailure? Refusal(string answer)
    {
        using var json = JsonDocument.Parse(answer);
        foreach (var failed in json.RootElement.TryGetProperty("FailedFindings", out var findings) ? findings.EnumerateArray() : default)
        {
            return AwsFailures.Of(
                Operation, failed.GetProperty("ErrorCode").GetString(), System.Net.HttpStatusCode.OK, failed.GetProperty("ErrorMessage").GetString());
        }
        return null;
    }
}
