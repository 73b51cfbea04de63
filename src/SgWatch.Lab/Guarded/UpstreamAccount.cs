using System.Xml;

namespace SgWatch.Lab.Guarded;

/// <summary>Asks an emulator which account its clients have.</summary>
public static class UpstreamAccount
{
    /// <summary>The account's 12 digits, from STS GetCallerIdentity.</summary>
    /// <exception cref="HttpRequestException">The emulator doesn't answer, or not as STS does.</exception>
    public static async Task<string> AskAsync(Uri upstream, CancellationToken cancellationToken)
    {
        using var client = new QueryClient(upstream, GuardedLab.Region);
        try
        {
            return QueryClient.Value(await client.StsAsync("lab", "GetCallerIdentity", cancellationToken), "Account");
        }
        catch (Exception problem) when (problem is XmlException or InvalidOperationException)
        {
            throw new HttpRequestException(
                $"{upstream} doesn't answer STS GetCallerIdentity as AWS does. Name the account with --account.", problem);
        }
    }
}
