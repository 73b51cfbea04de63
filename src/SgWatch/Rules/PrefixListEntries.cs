using SgWatch.Addresses;

namespace SgWatch.Rules;

/// <summary>All entries of the current version of a prefix list.</summary>
/// <param name="Addresses">The addresses of both families.</param>
public sealed record PrefixListEntries(AddressSet Addresses)
{
    /// <summary>Whether AWS manages the list, so that its entries change without anybody's doing.</summary>
    public bool IsOfAws { get; init; }

    /// <summary>How many entries the list may have; EC2 counts it as so many rules. Null if EC2 doesn't say.</summary>
    public int? MaxEntries { get; init; }

    /// <summary>The number of the version. It grows with each change of the entries. Null if EC2 doesn't say, or if the last change
    /// failed.</summary>
    public long? Version { get; init; }
}
