using System.Text.Json;
using SgWatch.Rules;
using SgWatch.Text;

namespace SgWatch.Changes;

/// <summary>Reads ids from an event's JSON: each is null where the value isn't what <see cref="AwsIds"/> accepts.</summary>
internal static class JsonIds
{
    public static string? GroupId(this JsonElement element) => Checked(element, AwsIds.IsGroupId);

    public static string? RuleId(this JsonElement element) => Checked(element, AwsIds.IsRuleId);

    public static string? PrefixListId(this JsonElement element) => Checked(element, AwsIds.IsPrefixListId);

    public static string? VpcId(this JsonElement element) => Checked(element, AwsIds.IsVpcId);

    public static string? GroupName(this JsonElement element) => Checked(element, AwsIds.IsGroupName);

    public static string? Account(this JsonElement element) => Checked(element, AwsIds.IsAccount);

    public static string? Region(this JsonElement element) => Checked(element, AwsIds.IsRegion);

    private static string? Checked(JsonElement element, Func<string, bool> isValid) =>
        element.Text() is { } text && isValid(text) ? text : null;
}
