namespace SgWatch.Calls;

/// <summary>Why a call to AWS failed.</summary>
/// <param name="Kind">What the caller can do about it.</param>
/// <param name="Operation">The API call's name, such as RevokeSecurityGroupIngress.</param>
/// <param name="Code">AWS's error code, such as UnauthorizedOperation, or the transport error's name.</param>
/// <param name="Message">AWS's own sentence; never holds a secret.</param>
public sealed record CallFailure(CallFailureKind Kind, string Operation, string Code, string Message);
