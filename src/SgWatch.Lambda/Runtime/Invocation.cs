using SgWatch.Changes;

namespace SgWatch.Lambda.Runtime;

/// <summary>One event that Lambda gives to the function.</summary>
/// <param name="RequestId">Names the event in the answer and in every log line about it.</param>
/// <param name="Deadline">When Lambda ends the function, whatever it is doing.</param>
/// <param name="FunctionArn">The function as it was invoked; null if Lambda doesn't say.</param>
/// <param name="Payload">The event's bytes.</param>
internal sealed record Invocation(string RequestId, DateTimeOffset Deadline, string? FunctionArn, ReadOnlyMemory<byte> Payload)
{
    /// <summary>
    /// The account of the function's ARN, such as <c>arn:aws:lambda:eu-west-1:111122223333:function:sgwatch</c>; null without one.
    /// </summary>
    public string? Account => Arn.TryParse(FunctionArn, out var arn) && arn.Service == "lambda" ? arn.Account : null;
}
