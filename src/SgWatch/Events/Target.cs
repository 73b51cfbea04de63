namespace SgWatch.Events;

/// <summary>The group or groups that a hint is about.</summary>
public abstract record Target
{
    private Target()
    {
    }

    /// <summary>One group by its id.</summary>
    /// <param name="GroupId">The id, such as <c>sg-0123</c>.</param>
    public sealed record Group(string GroupId) : Target;

    /// <summary>One group by its name.</summary>
    /// <param name="GroupName">The name.</param>
    /// <param name="VpcId">The VPC. Null for the default VPC of the account and region.</param>
    public sealed record NamedGroup(string GroupName, string? VpcId) : Target;

    /// <summary>Every group of the account and region that has a rule whose peer is a prefix list.</summary>
    /// <param name="PrefixListId">The list's id, such as <c>pl-0123</c>.</param>
    public sealed record UsersOf(string PrefixListId) : Target;

    /// <summary>Every group of the account and region.</summary>
    public sealed record EveryGroup : Target
    {
        /// <summary>Where the listing continues: EC2's token. Null for the beginning.</summary>
        public string? ContinueAt { get; init; }

        /// <summary>How often the sweep has been continued by a message.</summary>
        public int Hops { get; init; }

        /// <summary>How often it started again from the beginning, because EC2 no longer knew its token.</summary>
        public int Restarts { get; init; }

        /// <summary>Whether some group couldn't be settled before.</summary>
        public bool IsIncomplete { get; init; }

        /// <summary>In how many groups new rules that no event had named were found before.</summary>
        public int Unheard { get; init; }

        /// <summary>How many sweeps were asked for together. Each has an account and region of its own.</summary>
        public int Of { get; init; } = 1;

        /// <summary>Whether a rule was found before that may have been there before the guard, and that no listing had shown.</summary>
        public bool HasUnknown { get; init; }
    }
}
