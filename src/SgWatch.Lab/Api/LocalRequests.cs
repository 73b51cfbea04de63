using System.Net;
using Microsoft.AspNetCore.Http;

namespace SgWatch.Lab.Api;

/// <summary>The rule that keeps web pages out: a page in the user's browser can send requests to this machine too.</summary>
/// <remarks>
/// The <c>Host</c> header must name this machine. A page whose own name was made to lead here (DNS rebinding) has another host.
/// <c>*.amazonaws.com</c> is allowed, because a client behind a proxy sends it, and nobody but AWS decides where such a name leads.
/// <c>Origin</c> and <c>Sec-Fetch-Site</c> are written by browsers alone, and no page can change them. AWS clients send neither.
/// Sources: Fetch standard, Origin header; W3C Fetch Metadata; RFC 6761 for <c>.localhost</c>.
/// </remarks>
internal static class LocalRequests
{
    private static readonly string[] Suffixes = [".localhost", ".amazonaws.com", ".amazonaws.com.cn"];

    /// <summary>Why a request isn't answered. Null if it is.</summary>
    public static AwsError? Refuse(HttpRequest request)
    {
        var host = request.Host.Host;
        if (!IsThisMachine(host))
        {
            return new("ForbiddenHost",
                $"The lab answers requests to this machine alone. The Host header is '{host}'. "
                    + "Expected 127.0.0.1, [::1], localhost, a name that ends with .localhost, or an AWS endpoint.", 403);
        }
        var origin = request.Headers.Origin.ToString();
        var site = request.Headers["Sec-Fetch-Site"].ToString();
        return (origin.Length > 0 && origin != $"{request.Scheme}://{request.Host.Value}") || site is not ("" or "none" or "same-origin")
            ? new("ForbiddenOrigin", $"The lab answers no web page of another site. The request comes from '{Or(origin, site)}'.", 403)
            : null;
    }

    private static bool IsThisMachine(string host) =>
        (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address))
        || host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || host.Equals("host.docker.internal", StringComparison.OrdinalIgnoreCase) // how a container reaches this machine
        || Suffixes.Any(suffix => host.EndsWith(suffix, StringComparison.OrdinalIgnoreCase));

    private static string Or(string origin, string site) => origin.Length > 0 ? origin : site;
}
