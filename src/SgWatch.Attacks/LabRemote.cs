using System.Globalization;
using System.Xml;
using System.Xml.Linq;

namespace SgWatch.Attacks;

/// <summary>The calls that only a lab answers. See <c>LabControl</c> of <c>SgWatch.Lab</c>.</summary>
public sealed class LabRemote : IAttackMailbox, IDisposable
{
    /// <summary>The access key with which the suite calls a lab.</summary>
    public const string AccessKeyId = "AKIASGWATCHATTACK";

    private static readonly TimeSpan LongestCall = TimeSpan.FromMinutes(5); // a release handles every event that was held

    private readonly HttpClient _http = new() { Timeout = LongestCall };
    private readonly Uri _url;
    private readonly string _region;

    private LabRemote(Uri url, string region)
    {
        _url = url;
        _region = region;
    }

    /// <summary>The lab's account.</summary>
    public string AccountId { get; private set; } = "";

    /// <summary>The name of the event rule that sends events to the lab's guard.</summary>
    public string EventRule { get; private set; } = "";

    /// <summary>True if another emulator does the lab's EC2 part.</summary>
    public bool HasUpstream { get; private set; }

    /// <summary>The lab at this address. Null if no lab listens there.</summary>
    public static async Task<LabRemote?> FindAsync(Uri url, string region, CancellationToken cancellationToken)
    {
        if (!url.IsLoopback)
        {
            return null;
        }
        var lab = new LabRemote(url, region);
        try
        {
            var described = await lab.CallAsync("DescribeLab", [], cancellationToken);
            lab.AccountId = Value(described, "AccountId");
            lab.EventRule = Value(described, "EventRule");
            lab.HasUpstream = Value(described, "HasUpstream") == "true";
            return lab;
        }
        catch (Exception problem)
            when (problem is AttackFailedException or XmlException or InvalidOperationException or HttpRequestException)
        {
            lab.Dispose();
            return null; // something else listens there, or nothing does
        }
    }

    /// <summary>Makes a call.</summary>
    /// <exception cref="AttackFailedException">The lab refused it.</exception>
    public Task<XElement> CallAsync(
        string action, IEnumerable<KeyValuePair<string, string>> parameters, CancellationToken cancellationToken) =>
        CallAsync(null, action, parameters, cancellationToken);

    /// <summary>Makes the lab's guard sweep a region, and returns when the sweep is over.</summary>
    public Task SweepAsync(string region, CancellationToken cancellationToken) => CallAsync(region, "Sweep", [], cancellationToken);

    /// <summary>Puts the lab's clock ahead.</summary>
    public Task PutAheadAsync(TimeSpan by, CancellationToken cancellationToken) => by == default
        ? Task.CompletedTask
        : CallAsync("Clock", [new("Seconds", by.TotalSeconds.ToString(CultureInfo.InvariantCulture))], cancellationToken);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<AttackMail>> ContainingAsync(string text, CancellationToken cancellationToken)
    {
        var answer = await CallAsync("ListMessages", [new("Containing", text)], cancellationToken);
        return [.. answer.Descendants().Where(element => element.Name.LocalName == "member").Select(member =>
            new AttackMail(Value(member, "MessageId"), $"{Value(member, "Subject")}\n{Value(member, "Body")}"))];
    }

    /// <summary>Closes the connection.</summary>
    public void Dispose() => _http.Dispose();

    private async Task<XElement> CallAsync(
        string? region, string action, IEnumerable<KeyValuePair<string, string>> parameters, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, _url)
        {
            Content = new FormUrlEncodedContent([new("Action", action), new("Version", "sgwatch-lab"), .. parameters]),
        };
        var scope = $"{AccessKeyId}/20260101/{region ?? _region}/lab/aws4_request";
        request.Headers.Add("X-SgWatch-Lab", "attack");
        request.Headers.TryAddWithoutValidation(
            "Authorization", $"AWS4-HMAC-SHA256 Credential={scope}, SignedHeaders=host, Signature=0");
        using var answer = await _http.SendAsync(request, cancellationToken);
        var text = await answer.Content.ReadAsStringAsync(cancellationToken);
        return answer.IsSuccessStatusCode
            ? XElement.Parse(text)
            : throw new AttackFailedException($"{action}: the lab answered {(int)answer.StatusCode}: {text}");
    }

    private static string Value(XElement answer, string name) =>
        answer.Descendants().First(element => element.Name.LocalName == name).Value;
}
