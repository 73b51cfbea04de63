namespace SgWatch.Guard.Ports;

/// <summary>A stored value with the version under which it was read.</summary>
/// <param name="Value">The value. Null if there is none, or none that can be read.</param>
/// <param name="Version">Its version, from 1. 0 if there is none.</param>
public sealed record Versioned<T>(T? Value, long Version)
    where T : class
{
    /// <summary>Whether there is a value that can't be understood. It isn't the same as none.</summary>
    public bool IsUnreadable => Value is null && Version > 0;
}
