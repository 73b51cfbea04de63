namespace SgWatch.Events;

/// <summary>A group, or groups, that an event says to look at.</summary>
public abstract record Target
{
    private Target()
    {
    }

    /// <summary>One group by its id.</summary>
    public sealed record Group(string GroupId) : Target;

    /// <summary>One group by its name: in the VPC named, else in the account's default VPC.</summary>
    public sealed record NamedGroup(string GroupName, string? VpcId) : Target;

    /// <summary>Every group of the account and region that has a rule whose peer is this prefix list.</summary>
    public sealed record UsersOf(string PrefixListId) : Target;

    /// <summary>Every group of the account and region.</summary>
    public sealed record EveryGroup : Target
    {
        /// <summary>Where to go on in the listing: EC2's own token; null for the beginning.</summary>
        public string? ContinueAt { get; init; }

        /// <summary>How often the sweep was handed on to get here.</summary>
        public int Hops { get; init; }

        /// <summary>How often it began anew, for EC2 no longer knew its token.</summary>
        public int Restarts { get; init; }
    }
}
