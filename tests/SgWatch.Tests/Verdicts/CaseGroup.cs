using System.Collections.Immutable;
using CsCheck;
using SgWatch.Rules;

namespace SgWatch.Tests.Verdicts;

/// <summary>Whose rules are judged: all that a selector can ask for.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">Its name.</param>
/// <param name="Vpc">Its VPC. Null if the data doesn't say, here and below.</param>
/// <param name="Account">Its owner.</param>
/// <param name="Region">Its region.</param>
/// <param name="Tier">The value of the tag <c>tier</c>; null for a group without it.</param>
/// <param name="Team">The value of the tag <c>team</c>; null for a group without it.</param>
internal sealed record CaseGroup(string Id, string Name, string? Vpc, string? Account, string? Region, string? Tier, string? Team)
{
    public static readonly Gen<CaseGroup> Any = Gen.Select(
        Gen.Int[0, 1], Gen.Int[0, 3], Gen.Int[0, 2], Gen.Int[0, 2], Gen.Int[0, 2], Gen.Int[0, 2], Gen.Int[0, 2],
        static (id, name, vpc, account, region, tier, team) => new CaseGroup(
            $"sg-{id}", ((string[])["web", "web-db", "db", "default"])[name], ((string?[])["vpc-1", "vpc-2", null])[vpc],
            ((string?[])["111122223333", "444455556666", null])[account], ((string?[])["eu-west-1", "us-east-1", null])[region],
            ((string?[])[null, "edge", "inner"])[tier], ((string?[])[null, "pay", ""])[team]));

    public SecurityGroup With(IEnumerable<SecurityGroupRule> rules) => new(Id, Name)
    {
        VpcId = Vpc,
        OwnerId = Account,
        Region = Region,
        Tags = ImmutableSortedDictionary.CreateRange(StringComparer.Ordinal, Tags()),
        Rules = [.. rules],
    };

    private IEnumerable<KeyValuePair<string, string>> Tags()
    {
        if (Tier is not null)
        {
            yield return new("tier", Tier);
        }
        if (Team is not null)
        {
            yield return new("team", Team);
        }
    }
}
