namespace SgWatch.EndToEnd.Lab;

/// <summary>Permissions as the Query API names their parameters, such as <c>IpPermissions.1.IpProtocol=tcp</c>.</summary>
internal static class PermissionText
{
    public static string Of(int number, string protocol, int fromPort, int toPort, string cidr) => Renumber(
        $"IpPermissions.1.IpProtocol={protocol}&IpPermissions.1.FromPort={fromPort}&IpPermissions.1.ToPort={toPort}"
        + $"&IpPermissions.1.IpRanges.1.CidrIp={cidr}",
        number);

    /// <summary>Makes the first permission of a call another one.</summary>
    public static string Renumber(string permission, int number) =>
        permission.Replace("IpPermissions.1.", $"IpPermissions.{number}.", StringComparison.Ordinal);

    /// <summary>Writes the ranges of a permission in another way, such as <c>10.3.2.1/8</c> for <c>10.0.0.0/8</c>.</summary>
    public static string Respell(string permission) => permission
        .Replace("CidrIp=10.0.0.0", "CidrIp=10.3.2.1", StringComparison.Ordinal)
        .Replace("CidrIp=0.0.0.0", "CidrIp=255.0.0.0", StringComparison.Ordinal)
        .Replace("2001:db8::", "2001:DB8:0::", StringComparison.Ordinal)
        .Replace("CidrIpv6=::", "CidrIpv6=0::0", StringComparison.Ordinal);
}
