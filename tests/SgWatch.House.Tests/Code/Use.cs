namespace SgWatch.House.Tests.Code;

/// <summary>A place in the code that uses a type.</summary>
/// <param name="Path">The file that uses it.</param>
/// <param name="Line">The line, counted from 1.</param>
/// <param name="Type">The type, such as <c>IncidentText</c>; for a nested one, the type around it.</param>
/// <param name="Owner">The type's file if the type is ours, else the name of the assembly that it comes from.</param>
/// <param name="IsOurs">True if <paramref name="Owner"/> is a file.</param>
internal sealed record Use(string Path, int Line, string Type, string Owner, bool IsOurs);
