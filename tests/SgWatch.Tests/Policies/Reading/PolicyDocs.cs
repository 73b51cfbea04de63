namespace SgWatch.Tests.Policies.Reading;

/// <summary>The complete policies among the examples of docs/policy.md.</summary>
internal static class PolicyDocs
{
    public static string[] Examples() =>
    [
        .. Checkout.Text("docs", "policy.md").Split("```yaml\n").Skip(1)
            .Select(rest => rest[..rest.IndexOf("```", StringComparison.Ordinal)])
            .Where(example => example.StartsWith("version:", StringComparison.Ordinal)),
    ];
}
