using System.Text.Json;
using SgWatch.Aws.Calls;
using SgWatch.Calls;
using SgWatch.Guard.Limiting;
using SgWatch.Text;

namespace SgWatch.Aws.CloudTrail;

/// <summary>Asks LookupEvents of one account and region for the calls of the last 90 days, newest first.</summary>
/// <remarks>Source: CloudTrail API Reference, LookupEvents: 50 events a page, two calls a second in each account and region.</remarks>
/// <param name="api">The service there.</param>
/// <param name="limiter">Half of those two calls a second.</param>
internal sealed class CallSearch(AwsApi api, CallRateLimiter limiter)
{
    private const string Operation = "LookupEvents";
    private const int MaxPages = 4;
    private const int PageSize = 50;
    private const int MaxBytes = 16 << 20; // 50 events of EC2 have some 100 KB; an event may have 256 KB

    /// <summary>Gives each event to a reader until the reader has found what it looks for.</summary>
    /// <param name="key">What is looked for by, such as <c>ResourceName</c>.</param>
    /// <param name="value">Such as a group's id.</param>
    /// <param name="isFound">Reads one CloudTrail record, as JSON. True ends the search.</param>
    /// <param name="cancellationToken">Ends the calls.</param>
    /// <returns>False if there are more than four pages, or longer ones, so that what is looked for may be in the rest.</returns>
    public async Task<CallResult<bool>> RunAsync(
        string key, string value, Func<string, bool> isFound, CancellationToken cancellationToken)
    {
        string? next = null;
        for (var page = 0; page < MaxPages; page++)
        {
            await limiter.TakeAsync(1, cancellationToken);
            var call = await api.JsonAsync(AwsService.CloudTrail, Operation, Request(key, value, next), MaxBytes, cancellationToken);
            if (!call.TryGet(out var bytes, out var failure))
            {
                return failure.Code == AwsApi.TooLarge ? false : failure;
            }
            if (!Read(bytes, isFound).TryGet(out var read, out failure))
            {
                return failure;
            }
            if (read.IsFound || read.Next is null)
            {
                return true;
            }
            next = read.Next;
        }
        return false;
    }

    private static string Request(string key, string value, string? next) => JsonOutput.ObjectText(json =>
    {
        json.WriteObjects("LookupAttributes", [value], (attribute, text) =>
        {
            attribute.WriteString("AttributeKey", key);
            attribute.WriteString("AttributeValue", text);
        });
        json.WriteNumber("MaxResults", PageSize);
        json.WriteOptional("NextToken", next);
    });

    private static CallResult<(bool IsFound, string? Next)> Read(ReadOnlyMemory<byte> bytes, Func<string, bool> isFound)
    {
        try
        {
            using var document = JsonDocument.Parse(bytes);
            var root = document.RootElement;
            foreach (var found in root.TryGetProperty("Events", out var events) ? events.EnumerateArray() : default)
            {
                if (found.TryGetProperty("CloudTrailEvent", out var record) && record.GetString() is { } text && isFound(text))
                {
                    return (true, null);
                }
            }
            return (false, root.TryGetProperty("NextToken", out var next) ? next.GetString() : null);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return new CallFailure(CallFailureKind.Transient, Operation, "UnreadableAnswer", exception.Message);
        }
    }
}
