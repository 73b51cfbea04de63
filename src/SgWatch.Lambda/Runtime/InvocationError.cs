namespace SgWatch.Lambda.Runtime;

/// <summary>Why an invocation failed, for Lambda to try it again.</summary>
/// <param name="Type">In Lambda's form, such as <c>Function.MustRetry</c>; stands in its metrics and in the dead-letter queue.</param>
/// <param name="Message">For people.</param>
internal sealed record InvocationError(string Type, string Message);
