namespace SgWatch.Policies.Reading;

/// <summary>The kinds of mistakes in a policy file. A code stays the same even if the words of its message change.</summary>
/// <remarks>docs/policy.md explains each code.</remarks>
public static class PolicyCode
{
    /// <summary>The file is too large.</summary>
    public const string TooLarge = "POL001";

    /// <summary>The file isn't plain UTF-8 text.</summary>
    public const string NotText = "POL002";

    /// <summary>The file isn't YAML.</summary>
    public const string NotYaml = "POL003";

    /// <summary>The file holds more than one YAML document.</summary>
    public const string SeveralDocuments = "POL004";

    /// <summary>The file has a YAML anchor, alias or tag.</summary>
    public const string AnchorOrTag = "POL005";

    /// <summary>Values are nested too deeply.</summary>
    public const string TooDeep = "POL006";

    /// <summary>A key appears twice in a mapping.</summary>
    public const string DuplicateKey = "POL007";

    /// <summary>A value is missing or empty.</summary>
    public const string Empty = "POL008";

    /// <summary>A key isn't known.</summary>
    public const string UnknownKey = "POL010";

    /// <summary>A key is missing.</summary>
    public const string MissingKey = "POL011";

    /// <summary>A value is of the wrong kind, such as a list for a text.</summary>
    public const string WrongKind = "POL012";

    /// <summary>A value isn't one of the words that are allowed.</summary>
    public const string UnknownWord = "POL013";

    /// <summary>A value isn't a number, or the number is out of bounds.</summary>
    public const string BadNumber = "POL014";

    /// <summary>A name has characters that aren't allowed.</summary>
    public const string BadName = "POL015";

    /// <summary>Two guardrails have the same name.</summary>
    public const string DuplicateName = "POL016";

    /// <summary>A name already has a meaning of its own.</summary>
    public const string ReservedName = "POL017";

    /// <summary>A peer isn't known.</summary>
    public const string UnknownPeer = "POL020";

    /// <summary>Names use each other in a circle.</summary>
    public const string Circle = "POL021";

    /// <summary>A service isn't known.</summary>
    public const string UnknownService = "POL022";

    /// <summary>A peer isn't possible here.</summary>
    public const string PeerNotHere = "POL023";

    /// <summary>Ingress and egress, or from and to, don't fit together.</summary>
    public const string Direction = "POL024";

    /// <summary>Rules can't express what is required.</summary>
    public const string CannotBeRequired = "POL025";

    /// <summary>Names use each other too often.</summary>
    public const string TooMany = "POL026";

    /// <summary>A value of a selector isn't possible.</summary>
    public const string BadSelector = "POL030";

    /// <summary>Two keys contradict each other.</summary>
    public const string Contradiction = "POL031";

    /// <summary>A value isn't a date.</summary>
    public const string BadDate = "POL040";

    /// <summary>A rule of a test can't be read, or is repeated.</summary>
    public const string BadRule = "POL050";

    /// <summary>A test expects a rule that it doesn't have.</summary>
    public const string UnknownRule = "POL051";

    /// <summary>A test expects a guardrail that doesn't exist.</summary>
    public const string UnknownGuardrail = "POL052";

    /// <summary>An exemption has ended. Only <c>policy lint</c> reports it.</summary>
    public const string ExemptionExpired = "POL101";

    /// <summary>An exemption ends soon. Only <c>policy lint</c> reports it.</summary>
    public const string ExemptionExpires = "POL102";

    /// <summary>A glob of <c>unless-changed-by</c> names a session, so it matches nobody. Only <c>policy lint</c> reports it.</summary>
    public const string SessionNamed = "POL103";
}
