using System.Globalization;

namespace SgWatch.Reports;

/// <summary>A number of things in plain words.</summary>
internal static class PlainCount
{
    /// <summary>Such as <c>1 finding</c> or <c>2 findings</c>.</summary>
    public static string Of(int count, string thing) =>
        string.Create(CultureInfo.InvariantCulture, $"{count} {thing}{(count == 1 ? "" : "s")}");
}
