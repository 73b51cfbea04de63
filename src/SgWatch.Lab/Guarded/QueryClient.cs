using System.Xml.Linq;

namespace SgWatch.Lab.Guarded;

/// <summary>Calls the AWS Query API of a lab, or of another emulator: sends a form and reads the XML that comes back.</summary>
/// <param name="url">The address of the lab.</param>
/// <param name="region">The region that the calls are signed for.</param>
public sealed class QueryClient(Uri url, string region) : IDisposable
{
    private const string Ec2Version = "2016-11-15";
    private const string SnsVersion = "2010-03-31";
    private const string StsVersion = "2011-06-15";

    private readonly HttpClient _http = new();

    /// <summary>Calls EC2.</summary>
    /// <exception cref="HttpRequestException">The call was refused. The message has the error's code and text.</exception>
    public Task<XElement> Ec2Async(
        string accessKeyId, string action, IEnumerable<(string Name, string Value)> parameters, CancellationToken cancellationToken) =>
        CallAsync("ec2", Ec2Version, accessKeyId, action, parameters, cancellationToken);

    /// <summary>Calls SNS.</summary>
    /// <exception cref="HttpRequestException">The call was refused. The message has the error's code and text.</exception>
    public Task<XElement> SnsAsync(
        string accessKeyId, string action, IEnumerable<(string Name, string Value)> parameters, CancellationToken cancellationToken) =>
        CallAsync("sns", SnsVersion, accessKeyId, action, parameters, cancellationToken);

    /// <summary>Calls STS.</summary>
    /// <exception cref="HttpRequestException">The call was refused. The message has the error's code and text.</exception>
    public Task<XElement> StsAsync(string accessKeyId, string action, CancellationToken cancellationToken) =>
        CallAsync("sts", StsVersion, accessKeyId, action, [], cancellationToken);

    /// <summary>Closes the connection.</summary>
    public void Dispose() => _http.Dispose();

    /// <summary>The text of the first element of this name, at any depth.</summary>
    public static string Value(XElement answer, string name) =>
        answer.Descendants().First(element => element.Name.LocalName == name).Value;

    private async Task<XElement> CallAsync(
        string service, string version, string accessKeyId, string action,
        IEnumerable<(string Name, string Value)> parameters, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, url)
        {
            Content = new FormUrlEncodedContent(
                parameters.Prepend(("Version", version)).Prepend(("Action", action)).Select(p => KeyValuePair.Create(p.Item1, p.Item2))),
        };
        // the lab accepts any signature: the credential's scope says who calls which region
        var scope = $"{accessKeyId}/20260101/{region}/{service}/aws4_request";
        request.Headers.TryAddWithoutValidation(
            "Authorization", $"AWS4-HMAC-SHA256 Credential={scope}, SignedHeaders=host, Signature=0");
        request.Headers.UserAgent.ParseAdd("aws-cli/2.17.0");
        using var answer = await _http.SendAsync(request, cancellationToken);
        var xml = XElement.Parse(await answer.Content.ReadAsStringAsync(cancellationToken));
        return answer.IsSuccessStatusCode
            ? xml
            : throw new HttpRequestException($"{action}: {Value(xml, "Code")}: {Value(xml, "Message")}");
    }
}
