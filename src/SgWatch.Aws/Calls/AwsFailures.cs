using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Xml;
using Amazon.Runtime;
using SgWatch.Aws.Connections;
using SgWatch.Calls;

namespace SgWatch.Aws.Calls;

/// <summary>What a failed call means, read from AWS's error code and HTTP status, never from the sentence beside them.</summary>
internal static class AwsFailures
{
    private const int MaxMessageLength = 1000; // an UnauthorizedOperation carries kilobytes of encoded context

    /// <summary>Reads what an SDK or the network threw; false for anything else, which is a fault of our own.</summary>
    public static bool TryRead(string operation, Exception exception, [NotNullWhen(true)] out CallFailure? failure)
    {
        failure = exception switch
        {
            // done, and what came of it can't be read: a proxy's page, or an answer that breaks off
            AmazonUnmarshallingException { StatusCode: HttpStatusCode.OK } unreadable => Unreadable(operation, unreadable),
            AmazonServiceException service => OfService(operation, service),
            AmazonClientException client => Of(CallFailureKind.Refused, operation, "ClientError", client.Message), // no credentials, say
            AwsConfigurationException wrong => Of(CallFailureKind.Refused, operation, "Configuration", wrong.Message),
            OperationCanceledException => Of(CallFailureKind.Transient, operation, "Timeout",
                $"No answer within the time limit, which is at most {AwsCall.Timeout.TotalSeconds} seconds."),
            HttpRequestException or IOException or SocketException or TimeoutException or AuthenticationException
                => Of(CallFailureKind.Transient, operation, NameOf(exception), WithCause(exception)),
            // the SDK lets these through for an answer that breaks off or has text where a number belongs
            XmlException or FormatException or OverflowException => Unreadable(operation, exception),
            _ => null,
        };
        return failure is not null;
    }

    /// <summary>The failure that an error code and an HTTP status mean.</summary>
    public static CallFailure Of(string operation, string? code, HttpStatusCode status, string? message) =>
        Of(AwsErrorCodes.KindOf(code ?? "", (int)status), operation, string.IsNullOrEmpty(code) ? $"Http{(int)status}" : code, message ?? "");

    private static CallFailure Unreadable(string operation, Exception exception) =>
        Of(CallFailureKind.Transient, operation, "UnreadableAnswer", WithCause(exception));

    private static CallFailure Of(CallFailureKind kind, string operation, string code, string message) =>
        new(kind, operation, code, message.Length <= MaxMessageLength ? message : message[..MaxMessageLength] + "…");

    private static CallFailure OfService(string operation, AmazonServiceException exception) => exception switch
    {
        { InnerException: HttpRequestException or IOException or SocketException or WebException } when exception.StatusCode == 0
            => Of(CallFailureKind.Transient, operation, NameOf(exception.InnerException), exception.Message),
        { StatusCode: 0, ErrorCode: null or "" } => Of(CallFailureKind.Transient, operation, nameof(AmazonServiceException), exception.Message),
        _ => Of(operation, exception.ErrorCode, exception.StatusCode, exception.Message),
    };

    // "see inner exception" helps nobody who has only the message
    private static string WithCause(Exception exception) =>
        exception.InnerException is { } cause ? $"{exception.Message} {cause.Message}" : exception.Message;

    private static string NameOf(Exception exception) => exception is HttpRequestException { HttpRequestError: not HttpRequestError.Unknown } http
        ? http.HttpRequestError.ToString()
        : exception.GetType().Name;
}
