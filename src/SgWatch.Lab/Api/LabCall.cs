using SgWatch.Lab.Identities;

namespace SgWatch.Lab.Api;

/// <summary>One call to the lab, read from HTTP.</summary>
/// <param name="Service">Such as <c>ec2</c> or <c>cloudtrail</c>; <c>lab</c> for what only a lab can do.</param>
/// <param name="Action">Such as <c>RevokeSecurityGroupIngress</c>.</param>
/// <param name="Region">Such as <c>eu-west-1</c>, from the signature's scope.</param>
/// <param name="Parameters">Every parameter, Action and Version among them.</param>
/// <param name="Identity">Whose access key signed it.</param>
public sealed record LabCall(string Service, string Action, string Region, QueryNode Parameters, LabIdentity Identity)
{
    /// <summary>The API version of the calls that only a lab knows.</summary>
    internal const string LabVersion = "sgwatch-lab";

    // what the target of a call in JSON begins with, and which service it names
    private static readonly (string Prefix, string Service)[] Targets =
    [
        ("AWSEvents.", "events"),
        ("com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101.", "cloudtrail"),
    ];

    public string AccessKeyId { get; init; } = "";

    public string? UserAgent { get; init; }

    public string? SourceIpAddress { get; init; }

    /// <summary>Whether calls of this name change nothing, by AWS's own naming.</summary>
    internal static bool IsReading(string action) => ((string[])["Describe", "Get", "List", "Lookup", "Search"])
        .Any(prefix => action.StartsWith(prefix, StringComparison.Ordinal));

    /// <summary>The service and the action that the header <c>X-Amz-Target</c> names. Null if it names none that the lab has.</summary>
    internal static (string Service, string Action)? OfTarget(string target)
    {
        var (prefix, service) = Array.Find(Targets, known => target.StartsWith(known.Prefix, StringComparison.Ordinal));
        return prefix is null ? null : (service, target[prefix.Length..]);
    }

    /// <summary>The service that a call is for: the API version names it, else the signature's scope.</summary>
    internal static string ServiceOf(string? version, string scopeService) => version switch
    {
        "2016-11-15" => "ec2",
        "2011-06-15" => "sts",
        "2010-03-31" => "sns",
        LabVersion => "lab",
        _ => scopeService.Length > 0 ? scopeService : "ec2",
    };
}
