using System.Collections.Immutable;
using SgWatch.Guard.Ports;
using SgWatch.Incidents;
using SgWatch.Rules;
using SgWatch.Text;
using SgWatch.Verdicts;

namespace SgWatch.Lambda.Logs;

/// <summary>Keeps each incident as JSON in the function's log, at every level, so that what was taken away can be put back.</summary>
/// <remarks>
/// A line holds at most <see cref="MaxBytes"/>, below CloudWatch Logs' 256 KB an event. A longer incident is written in parts with
/// the same id. Each part has some of the rules that were taken away, added or could not be added. A rule with many tags comes several
/// times, each time with some of them. A part leaves out what can be read elsewhere.
/// Source: CloudWatch Logs User Guide, "CloudWatch Logs quotas".
/// </remarks>
internal sealed class IncidentLines(LogWriter log) : IIncidentLog
{
    public const int MaxBytes = 200 * 1024;

    // the worst part, each character escaped in six bytes: 2 events of 8 texts of 1,000 characters, 60 KB of rules, 3,000 of group tags
    private const int MaxWholeBytes = MaxBytes - 1024; // the line has members of its own
    private const int MaxRuleBytes = 60 * 1024;
    private const int MaxTagCharacters = 8000; // of a rule
    private const int MaxGroupTagCharacters = 3000;
    private const int MaxOrigins = 2;
    private const int MaxCalls = 10;
    private const int MaxRulesOfCall = 20;

    public Task RecordAsync(Incident incident, string? requestId, CancellationToken cancellationToken)
    {
        ImmutableArray<Incident> parts = [.. Parts(incident)];
        foreach (var (i, part) in parts.Index())
        {
            log.WriteAlways(LogLevel.Info, requestId, "incident", json =>
            {
                if (part != incident)
                {
                    json.WriteBoolean("truncated", true);
                    json.WriteNumber("part", i + 1);
                    json.WriteNumber("parts", parts.Length);
                }
                json.WritePropertyName("incident");
                IncidentJson.Write(json, part);
            });
        }
        return Task.CompletedTask;
    }

    private static IEnumerable<Incident> Parts(Incident incident)
    {
        if (JsonOutput.CountBytes(json => IncidentJson.Write(json, incident)) <= MaxWholeBytes)
        {
            return [incident];
        }
        var small = incident with
        {
            Before = incident.Before with { Rules = [], Tags = TagParts(incident.Before.Tags, MaxGroupTagCharacters).First() },
            After = null,
            Findings = [],
            Planned = Plan.Nothing,
            Calls = [.. incident.Calls.Take(MaxCalls).Select(call => call with { Rules = [.. call.Rules.Take(MaxRulesOfCall)] })],
            Origins = [.. incident.Origins.Take(MaxOrigins)],
            Revoked = [],
            Authorized = [],
            Unauthorized = [],
        };
        return [
            .. RuleParts(incident.Revoked).Select(rules => small with { Revoked = rules }),
            .. RuleParts(incident.Authorized).Select(rules => small with { Authorized = rules }),
            .. RuleParts(incident.Unauthorized).Select(rules => small with { Unauthorized = rules }),
            .. (incident.Revoked, incident.Authorized, incident.Unauthorized) is ([], [], []) ? [small] : Array.Empty<Incident>()];
    }

    private static IEnumerable<ImmutableArray<SecurityGroupRule>> RuleParts(ImmutableArray<SecurityGroupRule> rules)
    {
        var part = ImmutableArray.CreateBuilder<SecurityGroupRule>();
        var bytes = 0L;
        foreach (var rule in rules.SelectMany(rule => TagParts(rule.Tags, MaxTagCharacters).Select(tags => rule with { Tags = tags })))
        {
            var more = JsonOutput.CountBytes(json => FindingJson.Write(json, rule));
            if (part.Count > 0 && bytes + more > MaxRuleBytes)
            {
                yield return part.DrainToImmutable();
                bytes = 0;
            }
            part.Add(rule);
            bytes += more;
        }
        if (part.Count > 0)
        {
            yield return part.DrainToImmutable();
        }
    }

    // at least one part, which may be empty
    private static IEnumerable<ImmutableSortedDictionary<string, string>> TagParts(
        ImmutableSortedDictionary<string, string> tags, int maxCharacters)
    {
        var part = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        var characters = 0;
        foreach (var (key, value) in tags)
        {
            var more = key.Length + value.Length;
            if (part.Count > 0 && characters + more > maxCharacters)
            {
                yield return part.ToImmutable();
                part.Clear();
                characters = 0;
            }
            part.Add(key, value);
            characters += more;
        }
        yield return part.ToImmutable();
    }
}
