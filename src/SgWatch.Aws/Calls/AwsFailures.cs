using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Xml;
using Amazon.Runtime;
using SgWatch.Aws.Settings;
using SgWatch.Calls;

namespace SgWatch.Aws.Calls;

/// <summary>Reads a failed call's exception or response as a <see cref="CallFailure"/>.</summary>
/// <remarks>AWS's error code and the HTTP status decide its kind (<see cref="AwsErrorCodes"/>). The error's sentence never does.</remarks>
internal static class AwsFailures
{
    private const int MaxMessageLength = 1000; // an UnauthorizedOperation carries kilobytes of encoded context

    /// <summary>Reads an exception of the SDK or the network; false for any other, which is a fault of our own.</summary>
    public static bool TryRead(string operation, Exception exception, [NotNullWhen(true)] out CallFailure? failure)
    {
        failure = exception switch
        {
            // the call may have succeeded, but its answer can't be read: it is cut off, or a proxy's page
            AmazonUnmarshallingException { StatusCode: HttpStatusCode.OK } unreadable => Unreadable(operation, unreadable),
            UnreadableItemException item => Of(operation, item),
            AmazonServiceException service => OfService(operation, service),
            AmazonClientException client => Of(CallFailureKind.Refused, operation, "ClientError", client.Message), // e.g. no credentials
            AwsConfigurationException wrong => Of(CallFailureKind.Refused, operation, "Configuration", wrong.Message),
            OperationCanceledException => Of(CallFailureKind.Transient, operation, "Timeout",
                $"No answer within the time limit, which is at most {AwsCall.Timeout.TotalSeconds} seconds."),
            HttpRequestException or IOException or SocketException or TimeoutException or AuthenticationException
                => Of(CallFailureKind.Transient, operation, NameOf(exception), WithCause(exception)),
            // the SDK throws these if an answer is cut off, or has text in place of a number
            XmlException or FormatException or OverflowException => Unreadable(operation, exception),
            _ => null,
        };
        return failure is not null;
    }

    /// <summary>The failure that an error code and an HTTP status mean.</summary>
    public static CallFailure Of(string operation, string? code, HttpStatusCode status, string? message)
    {
        var kind = AwsErrorCodes.KindOf(code ?? "", (int)status);
        return Of(kind, operation, string.IsNullOrEmpty(code) ? $"Http{(int)status}" : code, message ?? "");
    }

    /// <summary>The failure that an unreadable item means. Another try would read the same.</summary>
    public static CallFailure Of(string operation, UnreadableItemException item) =>
        Of(CallFailureKind.Rejected, operation, "UnreadableItem", item.Message);

    /// <summary>The failure that an HTTP response means whose status isn't 200.</summary>
    /// <param name="operation">The call's name.</param>
    /// <param name="status">The response's status.</param>
    /// <param name="body">What the response's body says.</param>
    /// <param name="type">The response's header <c>x-amzn-errortype</c>; null if it has none.</param>
    public static CallFailure Of(string operation, HttpStatusCode status, ErrorBody body, string? type = null) =>
        Of(operation, ErrorBody.CodeOf(type) ?? body.Code, status, body.Message);

    private static CallFailure Unreadable(string operation, Exception exception) =>
        Of(CallFailureKind.Transient, operation, "UnreadableAnswer", WithCause(exception));

    private static CallFailure Of(CallFailureKind kind, string operation, string code, string message) =>
        new(kind, operation, code, message.Length <= MaxMessageLength ? message : message[..MaxMessageLength] + "…");

    private static CallFailure OfService(string operation, AmazonServiceException exception) => exception switch
    {
        { InnerException: HttpRequestException or IOException or SocketException or WebException } when exception.StatusCode == 0
            => Of(CallFailureKind.Transient, operation, NameOf(exception.InnerException), exception.Message),
        { StatusCode: 0, ErrorCode: null or "" }
            => Of(CallFailureKind.Transient, operation, nameof(AmazonServiceException), exception.Message),
        _ => Of(operation, exception.ErrorCode, exception.StatusCode, exception.Message),
    };

    // a message such as "see inner exception" is no use without the inner exception
    private static string WithCause(Exception exception) =>
        exception.InnerException is { } cause ? $"{exception.Message} {cause.Message}" : exception.Message;

    private static string NameOf(Exception exception) =>
        exception is HttpRequestException { HttpRequestError: not HttpRequestError.Unknown } http
            ? http.HttpRequestError.ToString()
            : exception.GetType().Name;
}
