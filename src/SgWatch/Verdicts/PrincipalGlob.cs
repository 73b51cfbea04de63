using SgWatch.Changes;
using SgWatch.Policies;
using SgWatch.Rules;

namespace SgWatch.Verdicts;

/// <summary>Matches who made a change against a glob of <c>unless-changed-by</c>, in which <c>*</c> doesn't cross a <c>/</c>.</summary>
internal static class PrincipalGlob
{
    private const string Role = ":assumed-role/";
    private const string AnySession = "/*";

    /// <summary>Whether a glob matches the principal, its session issuer or the service that made the call.</summary>
    /// <param name="glob">A glob of ARNs. Without a colon it is one of hosts, such as <c>elasticmapreduce.amazonaws.com</c>.</param>
    /// <param name="actor">Who made the call. Null never matches.</param>
    public static bool IsMatch(string glob, Actor? actor) =>
        actor is not null && actor.Principals.Any(principal => IsHost(glob) == AwsIds.IsServiceHost(principal)
            && Glob.IsMatchOfSegments(WithoutSession(glob), principal));

    // a bare * is no host: whoever means every service writes *.amazonaws.com
    private static bool IsHost(string glob) =>
        !glob.Contains(':', StringComparison.Ordinal) && glob.Contains('.', StringComparison.Ordinal);

    // The name of a session never counts, so a glob may only say that any will do: assumed-role/ROLE/* is assumed-role/ROLE.
    private static string WithoutSession(string glob)
    {
        var role = glob.IndexOf(Role, StringComparison.Ordinal);
        return role >= 0 && glob.EndsWith(AnySession, StringComparison.Ordinal) && glob.AsSpan(role + Role.Length).Count('/') == 1
            ? glob[..^AnySession.Length]
            : glob;
    }
}
