using SgWatch.Lab.Identities;

namespace SgWatch.Lab.Sts;

/// <summary>
/// Whose access key is whose: the keys the lab was started with, those of sessions made since, and the default for all others.
/// </summary>
internal sealed class IdentityDirectory(string accountId, IReadOnlyDictionary<string, LabIdentity> known)
{
    private const int MaxSessions = 10_000;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, LabIdentity> _sessions = new(StringComparer.Ordinal);
    private readonly LabIdentity _default = new($"arn:aws:iam::{accountId}:user/lab");

    public LabIdentity Find(string accessKeyId)
    {
        lock (_lock)
        {
            return known.GetValueOrDefault(accessKeyId) ?? _sessions.GetValueOrDefault(accessKeyId) ?? _default;
        }
    }

    /// <summary>Adds a session; false once there are too many.</summary>
    public bool TryAdd(string accessKeyId, LabIdentity identity)
    {
        lock (_lock)
        {
            return _sessions.Count < MaxSessions && _sessions.TryAdd(accessKeyId, identity);
        }
    }
}
