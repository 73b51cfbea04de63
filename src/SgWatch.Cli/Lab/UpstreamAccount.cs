using System.Xml.Linq;

namespace SgWatch.Cli.Lab;

/// <summary>Asks an emulator for the account that it gives its clients.</summary>
internal static class UpstreamAccount
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);

    /// <summary>The account's 12 digits, by STS GetCallerIdentity.</summary>
    /// <exception cref="HttpRequestException">The emulator doesn't answer, or not as STS does.</exception>
    public static async Task<string> AskAsync(Uri upstream, CancellationToken cancellationToken)
    {
        using var http = new HttpClient { Timeout = Timeout };
        using var call = new FormUrlEncodedContent([new("Action", "GetCallerIdentity"), new("Version", "2011-06-15")]);
        using var answer = await http.PostAsync(upstream, call, cancellationToken);
        var text = await answer.Content.ReadAsStringAsync(cancellationToken);
        try
        {
            return XDocument.Parse(text).Descendants().First(element => element.Name.LocalName == "Account").Value;
        }
        catch (Exception problem) when (problem is System.Xml.XmlException or InvalidOperationException)
        {
            throw new HttpRequestException($"{upstream} doesn't answer STS GetCallerIdentity as AWS does; name the account with --account.", problem);
        }
    }
}
