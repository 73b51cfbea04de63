using System.Collections.Concurrent;
using System.Collections.Immutable;

namespace SgWatch.House.Tests.Words;

/// <summary>The old words, and the few places where one has to stay.</summary>
internal static class OldNames
{
    private static readonly ConcurrentDictionary<string, OldName?> Identifiers = [];

    public static ImmutableArray<OldName> All { get; } =
    [
        OldName.Of(@"\w*Occasion\w*|occasions?", "occasions?", "InspectionCause, or cause"),
        OldName.Of("Asked", null, "Request"),
        OldName.Of(
            @"Looks?|looks?|LookResults?|Looked|ScopedLooks?", "(the|one|each|every|two|several|such) looks?(?! (at|for|like))",
            "Hint (what an event says), Inspection (one thing to look at)"),
        OldName.Of(@"\w*LookAgain\w*", "look(s|ed|ing)? again", "ConsistencyRetry"),
        OldName.Of(@"\w*Teller\w*|teller", "tellers?", "NotificationDispatcher"),
        OldName.Of(@"ToldUntil", null, "NotificationLeaseUntil"),
        OldName.Of(@"\w*ToldAlerts?\w*", "told alerts?", "SentAlerts"),
        OldName.Of(
            @"\w*Told|told\w*",
            @"(is|are|was|were|be|been|being) told(?! (to|so)\b)|t(ells?|elling|old) of|tells? (the|each|every) topics?",
            "Notified; notify"),
        OldName.Of(@"\w*Untold\w*|untold", "untold", "NotificationFailure; not notified"),
        OldName.Of(
            @"Machines|machines|\w+Machines", "(the |other |to |what )machines|machines (count|get|hear)",
            "Integrations (event bus, Security Hub)"),
        OldName.Of(@"I?\w*OwnMessages?\w*", "own messages", "Continuations, IContinuationSender"),
        OldName.Of(@"\w*SweepSpread\w*", "(the )?sweep'?s? spread", "SweepFanOut"),
        OldName.Of(@"\w*SweepOfMany\w*", "sweeps? of many(?! accounts)", "SweepAccounts"),
        OldName.Of(@"Paces?|pace|Paced\w*|\w+Pace", "at its own pace", "CallRateLimiter, RateLimitedSecurityGroups; a rate limit"),
        OldName.Of("Recorder", null, "IncidentRecorder"),
        OldName.Of("Limiter", null, "ChangeLimiter"),
        OldName.Of(@"\w*GroupFinder\w*", "group finders?", "GroupResolver"),
        OldName.Of(@"\w*GuardAnswer\w*", "guard('s)? answers?", "GuardResponse"),
        OldName.Of(@"\w*GroupCloser\w*|\w*Closer", "(the|a|group) closers?", "Remediation"),
        OldName.Of(@"\w*GroupKeeper\w*|\w*Keeper", "(the|a|group) keepers?", "GroupReconciler"),
        OldName.Of(@"\w*PlaceGuard\w*|Places?|places?", "(by|per) places?|the place's", "AccountRegionGuard; account and region"),
        OldName.Of(@"WorkedOnUntil|workedOnUntil", "worked on until", "LeaseUntil"),
        OldName.Of(@"Begins", null, "StartTokens"),
        OldName.Of(@"\w*LeftBehind\w*|leftBehind", "left behind", "IsUnfinished; unfinished"),
        OldName.Of(@"\w*Unsent\w*|unsent", "unsent", "IntegrationFailure; not sent"),
        OldName.Of(@"\w*Unrecorded\w*|unrecorded", "unrecorded", "RecordFailure; not recorded"),
        OldName.Of(@"\w*[cC]lientTokens?", "client tokens?", "idempotency token"),
        OldName.Of(@"\w*AttackPlace\w*", "attack places?", "AttackTarget"),
        OldName.Of(@"\w*UndoFate\w*|fate", "fates?", "UndoForecast"),
        OldName.Of(@"\w*[sS]topgap\w*", "stopgaps?", "IsFallback; a fallback"),
        OldName.Of(@"\w*MachineStore\w*", "machine('s)? store", "SystemTrustStore"),
        OldName.Of(@"\w*AnswerException\w*", null, "ResponseException"),
        OldName.Of(@"\w*DeliveryManner\w*|[mM]anner", "manners?", "DeliveryMode; mode"),
        OldName.Of(@"[gG]oing|[cC]oming", "going and coming|coming and going", "Revoked and Authorized, or what the rules are"),
        OldName.Of(@"Bars|bars", "(it|policy|guardrails?|which|that) bars?", "a name that says what is forbidden"),

        // turns of phrase at which readers stopped
        OldName.Of(null, "of late", "recently"),
        OldName.Of(null, "by their word|by its word", "by its name"),
        OldName.Of(null, "whoever had it", "the former holder"),
        OldName.Of(null, "(is|are|was|were) at it", "is working on it"),
        OldName.Of(null, "(stands?|stood) there", "is there"),
        OldName.Of(null, "(is|are|was|were) told of", "is notified of"),
        OldName.Of(null, "(have|has|had|having) it otherwise", "change it"),
        OldName.Of(null, "(have|has) the whole house", "describes the whole"),
        OldName.Of(null, "the last but (one|two)", "the second to last"),
        OldName.Of(null, "by nobody", "nobody can …"),
        OldName.Of(null, "one not public", "one … that isn't public"),
        OldName.Of(null, "(hand|hands|handed|handing) on", "continue, pass to"),
        OldName.Of(null, "unless it is said", "unless"),
    ];

    /// <summary>The old name that an identifier is; null if it is none. Each identifier is looked up once.</summary>
    public static OldName? Of(string identifier) =>
        Identifiers.GetOrAdd(identifier, name => All.FirstOrDefault(old => old.Identifier?.IsMatch(name) is true));

    /// <summary>Files that may have any old word: what was once, and this list.</summary>
    public static ImmutableArray<string> HistoryFiles { get; } =
    [
        "CHANGELOG.md", // says what a thing was called before
        "docs/mutation.md", // results of runs on old commits name the files of then
    ];

    /// <summary>Names that stay, because they are stored somewhere or belong to somebody else.</summary>
    public static ImmutableDictionary<string, string> Stored { get; } = new Dictionary<string, string>
    {
        ["Unsent"] = "the metric: alarms and dashboards of deployed stacks count it",
        ["Manner"] = "a parameter of the lab's own call, which scripts send",
        ["machine-untold"] = "the alarm's name in deployed stacks",
    }.ToImmutableDictionary();
}
