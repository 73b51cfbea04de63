using SgWatch.Rules;

namespace SgWatch.Attacks.Tests;

public sealed class AttackLibraryTests
{
    [Fact]
    public void There_are_25_attacks_numbered_and_described()
    {
        Assert.Equal(Enumerable.Range(1, 25), AttackLibrary.All.Select(attack => attack.Number));
        Assert.All(AttackLibrary.All, attack =>
        {
            Assert.NotEmpty(attack.WayIn);
            Assert.NotEmpty(attack.MissedBy);
            Assert.NotEmpty(attack.HeldBy);
            Assert.NotEmpty(attack.Steps);
            Assert.NotEmpty(attack.Messages);
        });
    }

    [Fact]
    public void The_rules_that_a_group_starts_with_are_valid_and_most_attacks_have_one_that_must_survive()
    {
        Assert.All(
            AttackLibrary.All.SelectMany(attack => attack.Groups).SelectMany(group => group.Rules),
            rule => Assert.True(RuleText.TryParse(WithGroupId(rule), out _, out var problem), problem));
        Assert.All(
            AttackLibrary.All.Where(attack => attack.Number != 11),
            attack => Assert.Contains(attack.Groups, group => !group.Rules.IsEmpty));
    }

    [Fact]
    public void The_page_about_the_attacks_lists_each_as_it_is()
    {
        using var reader = new StreamReader(typeof(AttackLibraryTests).Assembly.GetManifestResourceStream("attacks.md")!);
        var page = reader.ReadToEnd();
        Assert.All(AttackLibrary.All, attack =>
            Assert.Contains($"| {attack.Number} | {attack.Title} | {attack.WayIn} | {attack.HeldBy} |", page, StringComparison.Ordinal));
    }

    // "ingress any from $web" names a group whose id is only known in a run
    private static string WithGroupId(string rule) =>
        rule.Split('$')[0] is var head && head.Length < rule.Length ? $"{head}sg-0123456789abcdef0" : rule;
}
