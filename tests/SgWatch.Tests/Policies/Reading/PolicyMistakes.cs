using SgWatch.Policies.Reading;

namespace SgWatch.Tests.Policies.Reading;

/// <summary>Reads policies with mistakes.</summary>
internal static class PolicyMistakes
{
    public static void Check(string text, string expected) =>
        Assert.Equal(expected.Split('|'), Problems(text).Select(p => $"{p.Line}:{p.Column} {p.Code} {p.Path}: {p.Message}"));

    public static PolicyProblem[] Problems(string text) => Rejected(PolicyReader.Read("sgwatch.yaml", text));

    public static PolicyProblem[] Rejected(PolicyReadResult result) => [.. Assert.IsType<PolicyReadResult.Rejected>(result).Problems];
}
