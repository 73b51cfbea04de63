using System.Collections.Immutable;
using SgWatch.Lab.Api;
using SgWatch.Rules;

namespace SgWatch.Lab.Ec2;

/// <summary>The calls that list and add rules, and that change one in place.</summary>
internal static class RuleActions
{
    private static readonly Filters<(SecurityGroup Group, SecurityGroupRule Rule)> Filters = new(
        new Dictionary<string, Func<(SecurityGroup Group, SecurityGroupRule Rule), IEnumerable<string>>>
        {
            ["group-id"] = static row => [row.Group.GroupId],
            ["security-group-rule-id"] = static row => [row.Rule.SecurityGroupRuleId!],
        },
        static (_, row) => row.Rule.Tags);

    public static Element Describe(RegionState region, QueryNode parameters)
    {
        var ids = parameters["SecurityGroupRuleId"].Texts;
        var seen = NamesOneGroup(parameters) ? region.SeenById() : region.SeenInListing();
        var all = seen.SelectMany(static group => group.Rules.Select(rule => (Group: group, Rule: rule)));
        var rows = ids.Count == 0 ? all : ids.Distinct().Select(id => Find(region, all, id)).ToList();
        var (page, next) = Paging.Page(
            Filters.Apply(region, rows, parameters), static row => row.Rule.SecurityGroupRuleId!, region, parameters);
        return new Element("")
        {
            Element.List("securityGroupRuleSet", page.Select(row => Ec2Xml.ListedRule(region, row.Group, row.Rule))),
            { "nextToken", next },
        };
    }

    public static Element Authorize(RegionState region, QueryNode parameters, bool isEgress)
    {
        var group = Lookup.Group(region, parameters);
        var tags = TagReader.FromSpecification(parameters, "security-group-rule");
        var added = RuleReader.ReadAdded(region, group, isEgress, parameters);
        foreach (var rule in added)
        {
            RuleChecks.CheckNoDuplicate(group.Rules, rule);
        }
        RuleChecks.CheckQuota(region, [.. group.Rules, .. added]);

        added = [.. added.Select(rule => rule with { SecurityGroupRuleId = region.Ids.Resource("sgr-") })];
        foreach (var rule in added.Where(_ => !tags.IsEmpty))
        {
            region.Tags[rule.SecurityGroupRuleId!] = tags;
        }
        region.Groups[group.GroupId] = group with { Rules = group.Rules.AddRange(added) };
        return new("") { { "return", true },
            Element.List("securityGroupRuleSet", added.Select(rule => Ec2Xml.AddedRule(region, group, rule))) };
    }

    /// <summary>Changes rules by id, keeping the ids; all or none.</summary>
    public static Element Modify(RegionState region, QueryNode parameters)
    {
        var group = Lookup.Group(region, Lookup.Required(parameters, "GroupId"));
        var updates = parameters["SecurityGroupRule"].Items.ToList();
        if (updates.Count == 0)
        {
            throw AwsErrorException.Missing("SecurityGroupRule");
        }
        var rules = group.Rules;
        foreach (var update in updates)
        {
            var old = Lookup.Rule(region, group, Lookup.Required(update, "SecurityGroupRuleId"), isEgress: null);
            var changed = RuleReader.ReadUpdate(region, group, old, update["SecurityGroupRule"]);
            var others = rules.RemoveAll(rule => rule.SecurityGroupRuleId == old.SecurityGroupRuleId);
            RuleChecks.CheckNoDuplicate(others, changed);
            rules = others.Insert(rules.FindIndex(rule => rule.SecurityGroupRuleId == old.SecurityGroupRuleId), changed);
        }
        RuleChecks.CheckQuota(region, rules);
        region.Groups[group.GroupId] = group with { Rules = rules };
        return new("") { { "return", true } };
    }

    public static Element UpdateDescriptions(RegionState region, QueryNode parameters, bool isEgress)
    {
        var group = Lookup.Group(region, parameters);
        var byId = parameters["SecurityGroupRuleDescription"].Items.ToList();
        var updates = byId.Count > 0
            ? byId.ConvertAll(item =>
                (Old: Lookup.Rule(region, group, Lookup.Required(item, "SecurityGroupRuleId"), isEgress),
                    Text: RuleReader.Description(item)))
            : RuleReader.Read(region, group, isEgress, parameters).Select(
                rule => (Old: FindSame(group, rule), Text: rule.Description)).ToList();
        var rules = updates.DistinctBy(static update => update.Old.SecurityGroupRuleId)
            .Aggregate(group.Rules, static (rules, update) => rules.Replace(update.Old, update.Old with { Description = update.Text }));
        region.Groups[group.GroupId] = group with { Rules = rules };
        return new("") { { "return", true } };
    }

    private static bool NamesOneGroup(QueryNode parameters) => !parameters["SecurityGroupRuleId"].IsEmpty
        || parameters["Filter"].Items.Any(static filter => filter["Name"].Value == "group-id" && filter["Value"].Texts.Count == 1);

    private static SecurityGroupRule FindSame(SecurityGroup group, SecurityGroupRule rule) =>
        group.Rules.FirstOrDefault(rule.HasSameTraffic) ?? throw RevokeActions.PermissionNotFound();

    private static (SecurityGroup, SecurityGroupRule) Find(
        RegionState region, IEnumerable<(SecurityGroup Group, SecurityGroupRule Rule)> rows, string ruleId)
    {
        Lookup.CheckRuleId(region, ruleId);
        var row = rows.FirstOrDefault(row => row.Rule.SecurityGroupRuleId == ruleId);
        return row.Rule is null ? throw Lookup.RuleNotFound(ruleId) : row;
    }

    private static int FindIndex(this ImmutableArray<SecurityGroupRule> rules, Predicate<SecurityGroupRule> match)
    {
        var index = 0;
        while (!match(rules[index]))
        {
            index++;
        }
        return index;
    }
}
