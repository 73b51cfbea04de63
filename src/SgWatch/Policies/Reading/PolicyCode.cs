namespace SgWatch.Policies.Reading;

/// <summary>The kinds of mistakes, by a code that stays when the words change. Explained in docs/policy.md.</summary>
public static class PolicyCode
{
    public const string TooLarge = "POL001";
    public const string NotText = "POL002";
    public const string NotYaml = "POL003";
    public const string SeveralDocuments = "POL004";
    public const string AnchorOrTag = "POL005";
    public const string TooDeep = "POL006";
    public const string DuplicateKey = "POL007";
    public const string Empty = "POL008";
    public const string UnknownKey = "POL010";
    public const string MissingKey = "POL011";
    public const string WrongKind = "POL012";
    public const string UnknownWord = "POL013";
    public const string BadNumber = "POL014";
    public const string BadName = "POL015";
    public const string DuplicateName = "POL016";
    public const string ReservedName = "POL017";
    public const string UnknownPeer = "POL020";
    public const string Circle = "POL021";
    public const string UnknownService = "POL022";
    public const string PeerNotHere = "POL023";
    public const string Direction = "POL024";
    public const string CannotBeRequired = "POL025";
    public const string TooMany = "POL026";
    public const string BadSelector = "POL030";
    public const string Contradiction = "POL031";
    public const string BadDate = "POL040";
    public const string BadRule = "POL050";
    public const string UnknownRule = "POL051";
    public const string UnknownGuardrail = "POL052";
    public const string ExemptionExpired = "POL101";
    public const string ExemptionExpires = "POL102";
}
