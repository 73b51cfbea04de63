namespace SgWatch.Packaging;

/// <summary>The package can't be made here. The message says why, and what to do.</summary>
public sealed class PackagingException(string message) : Exception(message);
