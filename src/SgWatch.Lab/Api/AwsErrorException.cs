namespace SgWatch.Lab.Api;

/// <summary>Ends a call with an error of AWS from wherever in its parameters the fault is found.</summary>
/// <remarks>
/// An exception, not a result: the lab plays AWS, and every step of a call may refuse; it never leaves the lab's services.
/// </remarks>
internal sealed class AwsErrorException(AwsError error) : Exception(error.Message)
{
    public AwsErrorException(string code, string message, int statusCode = 400) : this(new AwsError(code, message, statusCode))
    {
    }

    public AwsError Error { get; } = error;

    public static AwsErrorException Missing(string parameter) =>
        new("MissingParameter", $"The request must contain the parameter {parameter}");

    public static AwsErrorException Invalid(string message) => new("InvalidParameterValue", message);
}
