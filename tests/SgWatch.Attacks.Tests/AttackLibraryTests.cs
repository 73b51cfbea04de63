using SgWatch.Rules;

namespace SgWatch.Attacks.Tests;

public sealed class AttackLibraryTests
{
    [Fact]
    public void There_are_twenty_numbered_and_each_says_what_it_is()
    {
        Assert.Equal(Enumerable.Range(1, 20), AttackLibrary.All.Select(attack => attack.Number));
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
    public void Every_group_begins_with_rules_that_are_rules_and_most_have_one_that_must_survive()
    {
        Assert.All(AttackLibrary.All.SelectMany(attack => attack.Groups).SelectMany(group => group.Rules), rule =>
            Assert.NotNull(RuleText.Parse(rule.Split('$')[0] is var head && head.Length < rule.Length ? $"{head}sg-0123456789abcdef0" : rule)));
        Assert.All(AttackLibrary.All.Where(attack => attack.Number != 11), attack => Assert.Contains(attack.Groups, group => !group.Rules.IsEmpty));
    }

    [Fact]
    public void The_page_of_the_attacks_has_them_all_as_they_are()
    {
        using var reader = new StreamReader(typeof(AttackLibraryTests).Assembly.GetManifestResourceStream("attacks.md")!);
        var page = reader.ReadToEnd();
        Assert.All(AttackLibrary.All, attack =>
            Assert.Contains($"| {attack.Number} | {attack.Title} | {attack.WayIn} | {attack.HeldBy} |", page, StringComparison.Ordinal));
    }
}
