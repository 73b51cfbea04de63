using System.Net;
using System.Text.Json;
using SgWatch.Aws.Accounts;
using SgWatch.Aws.Calls;
using SgWatch.Aws.Connections;
using SgWatch.Aws.Findings;
using SgWatch.Calls;
using SgWatch.Guard.Ports;
using SgWatch.Incidents;
using SgWatch.Text;

namespace SgWatch.Aws.SecurityHub;

/// <summary>Imports an incident's findings into Security Hub.</summary>
/// <remarks>
/// The findings go to the account and region of the incident's group, because Security Hub takes findings of that account alone. A
/// notification without an incident isn't sent. Source: Security Hub API Reference, BatchImportFindings: at most 100 findings.
/// </remarks>
/// <param name="connection">The guard's own identity.</param>
/// <param name="ownAccount">The guard's own account.</param>
/// <param name="members">The sessions in other accounts; null if the guard has no role there.</param>
/// <param name="time">The clock of signatures and of the time limit.</param>
public sealed class SecurityHubNotifier(AwsConnection connection, OwnAccount ownAccount, MemberSessions? members, TimeProvider time)
    : INotifier
{
    private const string Operation = "BatchImportFindings";
    private const int MaxFindings = 10; // 100 are allowed; a request of ten stays small

    private readonly AccountCredentials _credentials = new(ownAccount, members);

    /// <inheritdoc />
    public async Task<CallResult<Done>> SendAsync(Notification notification, CancellationToken cancellationToken)
    {
        if (notification.Incident is not { } incident)
        {
            return default(Done);
        }
        if (!(await ownAccount.GetAsync(cancellationToken)).TryGet(out var own, out _))
        {
            return new CallFailure(
                CallFailureKind.Transient, Operation, "UnknownAccount", "It isn't known yet which account the guard runs in.");
        }
        var account = incident.Account ?? own;
        var region = incident.Region ?? connection.Region;
        if (!(await _credentials.GetAsync(account, region, Operation, cancellationToken)).TryGet(out var credentials, out var failure))
        {
            return failure;
        }
        var api = new AwsApi(connection, region, time, credentials);
        foreach (var findings in GuardrailFinding.Of(incident with { Account = account, Region = region }).Chunk(MaxFindings))
        {
            if (await ImportAsync(api, findings, cancellationToken) is { } refused)
            {
                return refused;
            }
        }
        return default(Done);
    }

    private static async Task<CallFailure?> ImportAsync(AwsApi api, GuardrailFinding[] findings, CancellationToken cancellationToken)
    {
        var json = JsonOutput.ObjectText(writer => writer.WriteArray("Findings", findings, SecurityFinding.Write));
        var call = await api.RestAsync(AwsService.SecurityHub, Operation, "/findings/import", json, cancellationToken);
        return call.TryGet(out var answer, out var failure) ? FailedFinding(answer) : failure;
    }

    // the call succeeds even if Security Hub refuses a finding
    private static CallFailure? FailedFinding(string answer)
    {
        using var json = JsonDocument.Parse(answer);
        foreach (var failed in json.RootElement.TryGetProperty("FailedFindings", out var findings) ? findings.EnumerateArray() : default)
        {
            var (code, message) = (failed.GetProperty("ErrorCode").GetString(), failed.GetProperty("ErrorMessage").GetString());
            return AwsFailures.Of(Operation, code, HttpStatusCode.OK, message);
        }
        return null;
    }
}
