using System.Net.Http.Headers;
using System.Xml.Linq;

namespace SgWatch.Lab.Tests;

/// <summary>Calls a lab in the plainest way: a form and its answer's XML.</summary>
public sealed class LabClient(Uri url, string region = "us-east-1", string accessKeyId = "AKIATEST") : IDisposable
{
    private readonly HttpClient _http = new();

    public Task<LabReply> Ec2Async(string action, string parameters = "") => SendAsync("ec2", "2016-11-15", action, parameters);

    public Task<LabReply> SnsAsync(string action, string parameters = "") => SendAsync("sns", "2010-03-31", action, parameters);

    public Task<LabReply> StsAsync(string action, string parameters = "") => SendAsync("sts", "2011-06-15", action, parameters);

    /// <summary>One of the calls that only a lab knows.</summary>
    public Task<LabReply> LabAsync(string action, string parameters = "") => SendAsync("lab", "sgwatch-lab", action, parameters);

    /// <summary>An EC2 call that must succeed, and the text of one element of its answer.</summary>
    public async Task<string> Ec2TextAsync(string element, string action, string parameters = "")
    {
        var reply = await Ec2Async(action, parameters);
        Assert.True(reply.Status == 200, reply.Xml.ToString());
        return reply.Text(element) ?? throw new InvalidOperationException($"{action} answered no {element}: {reply.Xml}");
    }

    public void Dispose() => _http.Dispose();

    private async Task<LabReply> SendAsync(string service, string version, string action, string parameters)
    {
        using var content =
            new StringContent($"Action={action}&Version={version}&{parameters.Replace(" ", "%20", StringComparison.Ordinal)}");
        content.Headers.ContentType = new("application/x-www-form-urlencoded");
        using var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = content };
        request.Headers.Authorization = new AuthenticationHeaderValue(
            "AWS4-HMAC-SHA256", $"Credential={accessKeyId}/20260101/{region}/{service}/aws4_request, SignedHeaders=host, Signature=0");
        if (service == "lab")
        {
            request.Headers.Add("X-SgWatch-Lab", "1");
        }
        request.Headers.UserAgent.ParseAdd("lab-tests/1.0");
        using var response = await _http.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        return new((int)response.StatusCode, text.StartsWith('<') && !text.StartsWith("<!doctype", StringComparison.OrdinalIgnoreCase)
            ? XElement.Parse(text) : new XElement("Other", text));
    }
}
