namespace SgWatch.Lab.Api;

/// <summary>An error as AWS answers it.</summary>
/// <param name="Code">Such as <c>InvalidGroup.NotFound</c>.</param>
/// <param name="Message">For people.</param>
/// <param name="StatusCode">The HTTP status.</param>
/// <remarks>Source: EC2 API Reference, Error codes.</remarks>
public sealed record AwsError(string Code, string Message, int StatusCode = 400);
