using System.Security.Cryptography;
using SgWatch.Policies;
using SgWatch.Policies.Reading;

namespace SgWatch.Tests.Policies;

public sealed class BuiltInPolicyTests
{
    [Fact]
    public void The_file_reads_to_exactly_the_built_in_policy()
    {
        var file = Assert.IsType<PolicyReadResult.Accepted>(PolicyReader.Read("built-in", BuiltInPolicy.Text)).Policy;
        var policy = BuiltInPolicy.Instance;

        Assert.Equal(
            (policy.Source, policy.Sha256, policy.Mode, policy.WorldOpen, policy.Limits),
            (file.Source, file.Sha256, file.Mode, file.WorldOpen, file.Limits));
        Assert.Equal(policy.Guardrails.Select(Text), file.Guardrails.Select(Text));
        Assert.True(file.Exemptions.IsEmpty);
        Assert.Equal(3, policy.Guardrails.Length);
    }

    [Fact]
    public void The_hash_is_the_files()
    {
        var file = File.ReadAllBytes(Path.Combine(Checkout.Root, "policies", "built-in.yaml"));

        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(file)), BuiltInPolicy.Instance.Sha256);
    }

    // every part of a guardrail, because its lists are only equal to themselves
    private static string Text(Guardrail g) => string.Join('|',
        g.Name, g.Description, g.Severity, Text(g.Groups), Text(g.Forbid), Text(g.Allow), Text(g.Require), g.Action, g.Judge, g.Mode,
        string.Join(',', g.UnlessChangedBy), g.NarrowLimit);

    private static string Text(Selector s) => string.Join('/',
        string.Join(',', s.Names), string.Join(',', s.Ids), string.Join(',', s.Vpcs), string.Join(',', s.Accounts),
        string.Join(',', s.Regions), string.Join(',', s.Tags.Select(t => $"{t.Key}={string.Join('+', t.Values)}")),
        s.Not is null ? "" : $"not({Text(s.Not)})", string.Concat(s.Any.Select(Text)));

    private static string Text(IEnumerable<Pattern> patterns) => string.Concat(patterns.Select(Text));

    private static string Text(Pattern p) =>
        $"[{string.Join(' ', p.Flows.Intervals.ToArray())} {p.ToTraffic()} {p.World} {string.Join(',', p.PrefixLists)} {Text(p.Groups)}]";
}
