using System.Text.Json;
using SgWatch.Aws.Accounts;
using SgWatch.Aws.Calls;
using SgWatch.Aws.Connections;
using SgWatch.Calls;
using SgWatch.Changes;
using SgWatch.Guard.Ports;

namespace SgWatch.Aws.Quotas;

/// <summary>Asks Service Quotas how many rules a group may have, in the account and region of the group.</summary>
/// <remarks>
/// An account that never changed the quota may have no value of its own. Then it is AWS's default.
/// Source: Service Quotas API Reference, GetServiceQuota and GetAWSDefaultServiceQuota.
/// </remarks>
/// <param name="connection">The guard's own identity.</param>
/// <param name="ownAccount">The guard's own account.</param>
/// <param name="members">The sessions in other accounts; null if the guard has no role there.</param>
/// <param name="time">The clock of signatures and time limits.</param>
public sealed class AwsRuleQuotas(AwsConnection connection, OwnAccount ownAccount, MemberSessions? members, TimeProvider time)
    : IRuleQuotas
{
    private const string OfAccount = "GetServiceQuota";
    private const string Default = "GetAWSDefaultServiceQuota";
    private const string NoValue = "NoSuchResourceException";
    private const string RulesPerGroup = """{"ServiceCode":"vpc","QuotaCode":"L-0EA8095F"}""";

    private readonly AccountCredentials _credentials = new(ownAccount, members);

    /// <inheritdoc/>
    public async Task<CallResult<int>> RulesPerGroupAsync(AccountRegion accountRegion, CancellationToken cancellationToken)
    {
        var region = accountRegion.Region ?? connection.Region;
        var credentials = await _credentials.GetAsync(accountRegion.Account, region, OfAccount, cancellationToken);
        if (!credentials.TryGet(out var keys, out var failure))
        {
            return failure;
        }
        var api = new AwsApi(connection, region, time, keys);
        var own = await AskAsync(api, OfAccount, cancellationToken);
        return own.FailureOrNull?.Code == NoValue ? await AskAsync(api, Default, cancellationToken) : own;
    }

    private static async Task<CallResult<int>> AskAsync(AwsApi api, string operation, CancellationToken cancellationToken) =>
        (await api.JsonAsync(AwsService.ServiceQuotas, operation, RulesPerGroup, cancellationToken)).TryGet(out var body, out var failure)
            ? Read(operation, body)
            : failure;

    private static CallResult<int> Read(string operation, string body)
    {
        try
        {
            using var answer = JsonDocument.Parse(body);
            if (answer.RootElement.ValueKind == JsonValueKind.Object
                && answer.RootElement.TryGetProperty("Quota", out var quota) && quota.ValueKind == JsonValueKind.Object
                && quota.TryGetProperty("Value", out var value) && value.ValueKind == JsonValueKind.Number
                && value.TryGetDouble(out var number) && number is >= 1 and <= int.MaxValue)
            {
                return (int)number;
            }
        }
        catch (JsonException)
        {
            // reported below
        }
        return new CallFailure(CallFailureKind.Transient, operation, "UnreadableAnswer", "The answer has no quota.");
    }
}
