using SgWatch.Lab.Api;

namespace SgWatch.Lab.Ec2;

/// <summary>How often EC2 lets each call be made, in one account and region.</summary>
/// <remarks>
/// Source: EC2 developer guide, Request throttling for the Amazon EC2 API. The egress calls aren't named there, so they count as
/// changing calls, with the same numbers.
/// </remarks>
public static class Ec2RateLimits
{
    private static readonly RateLimit Reading = new(100, 20);
    private static readonly RateLimit UnfilteredReading = new(50, 10);
    private static readonly RateLimit Changing = new(50, 5);

    private static readonly string[] Listings =
        ["DescribeSecurityGroups", "DescribeSecurityGroupRules", "DescribeInstances", "DescribeNetworkInterfaces"];

    /// <summary>EC2's limit of a call. For <see cref="Ec2Settings.RateLimits"/>.</summary>
    public static RateLimit Of(LabCall call) => call.Action switch
    {
        "CreateTags" or "DeleteTags" => new(100, 10),
        "CreateNetworkInterface" or "ModifyNetworkInterfaceAttribute" => new(100, 5),
        "CreateDefaultVpc" => new(1, 1),
        "RunInstances" => new(5, 2),
        var action when !LabCall.IsReading(action) => Changing,
        var action when Listings.Contains(action) && IsUnfiltered(call.Parameters) => UnfilteredReading,
        _ => Reading,
    };

    /// <summary>The name of the call's bucket: each call has its own, and an unfiltered listing another one.</summary>
    internal static string BucketOf(LabCall call) =>
        Listings.Contains(call.Action) && IsUnfiltered(call.Parameters) ? $"{call.Action} unfiltered" : call.Action;

    private static bool IsUnfiltered(QueryNode parameters) => ((string[])["MaxResults", "Filter", "GroupId", "GroupName",
        "SecurityGroupRuleId", "NetworkInterfaceId", "InstanceId"]).All(name => parameters[name].IsEmpty);
}
