using Amazon.EC2.Model;

namespace SgWatch.Aws.Ec2;

/// <summary>As how many rules a prefix list counts.</summary>
internal static class ListWeight
{
    private const string Prefix = "com.amazonaws.";

    // Amazon VPC user guide, "AWS-managed prefix lists": the weights, by the last part of the name
    private static readonly Dictionary<string, int> OfAws = new()
    {
        ["dynamodb"] = 1,
        ["s3"] = 1,
        ["groundstation"] = 5,
        ["vpc-lattice"] = 10,
        ["origin-facing"] = 55,
    };

    /// <summary>The weight; null if it isn't known.</summary>
    public static int? Of(ManagedPrefixList list) => list.MaxEntries
        ?? (list.PrefixListName?.StartsWith(Prefix, StringComparison.Ordinal) == true
            && OfAws.TryGetValue(list.PrefixListName.Split('.')[^1], out var weight) ? weight : null);
}
