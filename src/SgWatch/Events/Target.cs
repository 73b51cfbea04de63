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

    /// <summary>Every group of the account and region.</summary>
    public sealed record EveryGroup : Target;
}
