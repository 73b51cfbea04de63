using SgWatch.Rules;

namespace SgWatch.Groups;

/// <summary>One group that was read from data, or why the data holds none.</summary>
public abstract record GroupInput
{
    private GroupInput()
    {
    }

    /// <summary>A group, and the prefix lists that came with it.</summary>
    /// <param name="SecurityGroup">The group. Each rule knows where it was read from.</param>
    /// <param name="PrefixLists">The entries of the lists that the data holds.</param>
    public sealed record Group(SecurityGroup SecurityGroup, PrefixLists PrefixLists) : GroupInput;

    /// <summary>Something that can't be read.</summary>
    /// <param name="Where">Where it stands, such as <c>line 3</c>.</param>
    /// <param name="Message">What was expected, fit for one line.</param>
    public sealed record Mistake(string Where, string Message) : GroupInput;
}
