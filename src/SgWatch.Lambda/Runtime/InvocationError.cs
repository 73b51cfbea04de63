namespace SgWatch.Lambda.Runtime;

/// <summary>Why an invocation failed. Lambda then retries it.</summary>
/// <param name="Type">In Lambda's form, such as <c>Function.MustRetry</c>. Lambda's log and dead-letter queue show it.</param>
/// <param name="Message">For people.</param>
internal sealed record InvocationError(string Type, string Message);
