using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using SgWatch.Lab.Api;

namespace SgWatch.Lab.Trail;

/// <summary>The events of one region, as LookupEvents finds them. Used under the trail's lock only.</summary>
internal sealed class TrailHistory
{
    private const int MaxEvents = 50_000; // some 100 MB
    private const int ForgottenAtOnce = 5_000;
    private static readonly TimeSpan Kept = TimeSpan.FromDays(90);

    private readonly List<TrailEvent> _events = [];
    private long _forgotten;

    public void Add(TrailEvent added)
    {
        if (_events.Count == MaxEvents)
        {
            _events.RemoveRange(0, ForgottenAtOnce);
            _forgotten += ForgottenAtOnce;
        }
        _events.Add(added);
    }

    /// <summary>The page of the newest events that a query asks for.</summary>
    /// <param name="query">The query.</param>
    /// <param name="now">The time.</param>
    /// <param name="delay">How long ago an event must be to be seen.</param>
    /// <exception cref="AwsErrorException">The query isn't one that CloudTrail answers.</exception>
    public TrailPage Find(TrailQuery query, DateTimeOffset now, TimeSpan delay)
    {
        Check(query);
        var matches = Match(query);
        var earliest = query.StartTime > now - Kept ? query.StartTime.Value : now - Kept;
        var page = ImmutableArray.CreateBuilder<TrailEvent>();
        for (var i = IndexAfter(query); i >= 0 && _events[i].EventTime >= earliest; i--)
        {
            if (_events[i].EventTime + delay > now || _events[i].EventTime > query.EndTime || !matches(_events[i]))
            {
                continue;
            }
            if (page.Count == query.MaxResults)
            {
                return new(page.ToImmutable(), Token(query, _forgotten + i + 1));
            }
            page.Add(_events[i]);
        }
        return new(page.ToImmutable(), null);
    }

    private static void Check(TrailQuery query)
    {
        if (query.MaxResults is < 1 or > TrailQuery.MaxPage)
        {
            throw new AwsErrorException("InvalidMaxResultsException", $"MaxResults must be 1 to {TrailQuery.MaxPage}.");
        }
        if (query.StartTime > query.EndTime)
        {
            throw new AwsErrorException("InvalidTimeRangeException", "The start time is after the end time.");
        }
    }

    private static Func<TrailEvent, bool> Match(TrailQuery query)
    {
        var value = query.AttributeValue;
        return query.AttributeKey switch
        {
            null => static _ => true,
            "EventId" => found => found.EventId == value,
            "EventName" => found => found.EventName == value,
            "EventSource" => found => found.EventSource == value,
            "Username" => found => found.Username == value,
            "AccessKeyId" => found => found.AccessKeyId == value,
            "ReadOnly" => _ => value == "false", // the lab's trail has changes only
            "ResourceName" => found => found.Resources.Any(resource => resource.Name == value),
            "ResourceType" => found => found.Resources.Any(resource => resource.Type == value),
            _ => throw new AwsErrorException("InvalidLookupAttributesException", $"There is no attribute {query.AttributeKey}."),
        };
    }

    // a token names the event that the page before ended at, and the query that it belongs to
    private int IndexAfter(TrailQuery query)
    {
        if (query.NextToken is null)
        {
            return _events.Count - 1;
        }
        var number = query.NextToken.Split('-')[0];
        return long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var before)
            && query.NextToken == Token(query, before) && before - _forgotten <= _events.Count
            ? (int)(before - _forgotten) - 1
            : throw new AwsErrorException("InvalidNextTokenException", "The token is invalid, or belongs to another query.");
    }

    private static string Token(TrailQuery query, long before)
    {
        var text = $"{query.AttributeKey}\n{query.AttributeValue}\n{query.StartTime:O}\n{query.EndTime:O}";
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 8));
        return string.Create(CultureInfo.InvariantCulture, $"{before}-{hash}");
    }
}
