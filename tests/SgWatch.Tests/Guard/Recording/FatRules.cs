using System.Collections.Immutable;
using SgWatch.Rules;

namespace SgWatch.Tests.Guard.Recording;

/// <summary>Rules whose texts nobody can compress.</summary>
internal static class FatRules
{
    /// <summary>Rules of different ports, each with the longest description and a tag.</summary>
    public static ImmutableArray<SecurityGroupRule> Make(int count)
    {
        var random = new Random(1);
        string Text() => new([.. Enumerable.Range(0, 255).Select(_ => (char)random.Next('!', '~'))]);
        return
        [
            .. Enumerable.Range(0, count).Select(i => RuleText.Parse($"ingress tcp/{i} from 0.0.0.0/0") with
            {
                SecurityGroupRuleId = $"sgr-{i}",
                Description = Text(),
                Tags = ImmutableSortedDictionary<string, string>.Empty.Add("key", Text()),
            }),
        ];
    }
}
