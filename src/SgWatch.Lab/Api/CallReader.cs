using System.Text;
using Microsoft.AspNetCore.Http;
using SgWatch.Lab.Identities;

namespace SgWatch.Lab.Api;

/// <summary>
/// Reads a call from an HTTP request: parameters from the URL and the form, or from JSON, who and where from the signature.
/// </summary>
internal static class CallReader
{
    /// <param name="context">The request.</param>
    /// <param name="body">Its whole body.</param>
    /// <param name="identify">Whose an access key is.</param>
    /// <exception cref="AwsErrorException">It is no call.</exception>
    public static LabCall Read(HttpContext context, byte[] body, Func<string, LabIdentity> identify)
    {
        var request = context.Request;
        var target = LabCall.OfTarget(request.Headers["X-Amz-Target"].ToString());
        var parameters = target is not null
            ? QueryNode.OfJson(body)
            : QueryNode.Parse($"{request.QueryString.Value?.TrimStart('?')}&{Encoding.UTF8.GetString(body)}");
        var action = target?.Action ?? parameters["Action"].Value;
        if (string.IsNullOrEmpty(action))
        {
            throw new AwsErrorException("MissingAction", "The request is missing an action or a required parameter.");
        }
        var scope = CredentialScope.Read(request.Headers.Authorization, parameters["X-Amz-Credential"].Value);
        var service = target?.Service ?? LabCall.ServiceOf(parameters["Version"].Value, scope.Service);
        return new(service, action, scope.Region, parameters, identify(scope.AccessKeyId))
        {
            AccessKeyId = scope.AccessKeyId,
            UserAgent = request.Headers.UserAgent.ToString(),
            SourceIpAddress = context.Connection.RemoteIpAddress?.ToString(),
        };
    }
}
