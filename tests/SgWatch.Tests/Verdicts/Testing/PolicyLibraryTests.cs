using SgWatch.Policies;
using SgWatch.Policies.Reading;
using SgWatch.Verdicts.Testing;

namespace SgWatch.Tests.Verdicts.Testing;

public sealed class PolicyLibraryTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static TheoryData<string> Files => [.. Checkout.PolicyFiles];

    [Theory]
    [MemberData(nameof(Files))]
    public void Every_policy_of_the_library_passes_its_own_tests(string file) =>
        Assert.Empty(PolicyTestRunner.Run(Read(file), Now).Where(result => !result.Passes)
            .Select(result => $"{file}:{result.Test.Line}: {result.Test.Name}\n{string.Join('\n', result.Differences)}"));

    [Theory]
    [MemberData(nameof(Files))]
    public void Every_guardrail_of_the_library_is_described_and_tested_both_ways(string file)
    {
        var policy = Read(file);

        Assert.NotEmpty(policy.Guardrails);
        Assert.All(policy.Guardrails, guardrail =>
        {
            Assert.NotNull(guardrail.Description);
            Assert.Contains(policy.Tests, test => test.Expect.Violates?.Contains(guardrail.Name) == true);
            Assert.Contains(policy.Tests, test => guardrail.Groups.Selects(test.Group) && test.Expect.Violates is { } violates
                && !violates.Contains(guardrail.Name));
        });
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Every_policy_of_the_library_names_its_source(string file) =>
        Assert.Contains(file == "built-in.yaml" ? "docs/policy.md" : "Source", Checkout.Text("policies", file), StringComparison.Ordinal);

    private static Policy Read(string file) => PolicyReader.Read(file, Checkout.Text("policies", file)) switch
    {
        PolicyReadResult.Accepted(var policy) => policy,
        PolicyReadResult.Rejected(var problems) =>
            throw new InvalidOperationException(string.Join('\n', problems.Select(p => $"{file}:{p.Line}:{p.Column}: {p}"))),
        _ => throw new NotSupportedException(),
    };
}
