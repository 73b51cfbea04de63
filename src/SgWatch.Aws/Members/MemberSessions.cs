using SgWatch.Aws.Connections;

namespace SgWatch.Aws.Members;

/// <summary>The sessions in other accounts that were used last.</summary>
public sealed class MemberSessions(AwsConnection connection, MemberRole role, TimeProvider time)
{
    /// <summary>How many sessions are kept: each holds credentials and its clients, tens of kilobytes.</summary>
    public const int MaxSessions = 500;

    private const int MaxNameLength = 64; // STS's limit; its characters are letters, digits and =,.@-

    private readonly LeastRecentlyUsed<(string Account, string Name), MemberSession> _sessions = new(MaxSessions);

    /// <summary>How many sessions are kept.</summary>
    internal int Kept => _sessions.Count;

    /// <summary>The session by which an account is read.</summary>
    internal MemberSession ForReading(string account) => Open(account, "sgwatch");

    /// <summary>The session by which a group is changed: its name tells the account's own CloudTrail which incident it was.</summary>
    internal MemberSession ForIncident(string account, string incidentId) =>
        Open(account, string.Concat("sgwatch-".Concat(incidentId.Where(c => char.IsAsciiLetterOrDigit(c) || c == '-')).Take(MaxNameLength)));

    private MemberSession Open(string account, string name) =>
        _sessions.Get((account, name), () => new(connection, role, account, name, time));
}
