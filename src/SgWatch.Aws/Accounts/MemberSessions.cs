using SgWatch.Aws.Connections;

namespace SgWatch.Aws.Accounts;

/// <summary>The guard's sessions in other accounts. The ones that were used most recently are kept.</summary>
/// <param name="connection">The guard's own identity, which assumes the role.</param>
/// <param name="role">The role in the other accounts.</param>
/// <param name="time">The clock of time limits and of the credentials' expiry.</param>
public sealed class MemberSessions(AwsConnection connection, MemberRole role, TimeProvider time)
{
    /// <summary>How many sessions are kept. Each holds credentials and its clients, tens of kilobytes.</summary>
    public const int MaxSessions = 500;

    private const int MaxNameLength = 64; // STS's limit; a name may have letters, digits and =,.@-

    private readonly LeastRecentlyUsed<(string Account, string Name), MemberSession> _sessions = new(MaxSessions);

    /// <summary>How many sessions are kept now.</summary>
    internal int Kept => _sessions.Count;

    /// <summary>The session for reading an account.</summary>
    internal MemberSession ForReading(string account) => Open(account, "sgwatch");

    /// <summary>The session for changing a group. Its name shows the incident in the other account's CloudTrail.</summary>
    internal MemberSession ForIncident(string account, string incidentId)
    {
        var id = incidentId.Where(c => char.IsAsciiLetterOrDigit(c) || c == '-');
        return Open(account, string.Concat("sgwatch-".Concat(id).Take(MaxNameLength)));
    }

    private MemberSession Open(string account, string name) =>
        _sessions.Get((account, name), () => new(connection, role, account, name, time));
}
