namespace SgWatch.Policies.Reading;

/// <summary>The JSON Schema (2020-12) of a policy file, for editors: <c>policies/sgwatch.schema.json</c>.</summary>
/// <remarks>It describes the form. Mistakes in names, such as an unknown network or a circle, are found by <see cref="PolicyReader"/>
/// only.</remarks>
public static class PolicySchema
{
    /// <summary>The schema's text.</summary>
    public static string Text => EmbeddedText.Read("sgwatch.schema.json");
}
