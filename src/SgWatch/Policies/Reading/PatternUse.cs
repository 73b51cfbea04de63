namespace SgWatch.Policies.Reading;

/// <summary>Where a pattern stands, on which it depends what it may say.</summary>
internal enum PatternUse
{
    Forbid,

    /// <summary><c>world</c> is every address here.</summary>
    Allow,

    /// <summary>Only what EC2's rules can say.</summary>
    Require,
}
