namespace SgWatch.Policies.Reading;

/// <summary>The JSON Schema (2020-12) of a policy file, for editors: <c>policies/sgwatch.schema.json</c>.</summary>
/// <remarks>It tells the form; what names mean (a network that isn't there, a circle) only <see cref="PolicyReader"/> tells.</remarks>
public static class PolicySchema
{
    public static string Text => EmbeddedText.Read("sgwatch.schema.json");
}
