using System.Collections.Concurrent;
using System.Net;
using SgWatch.Aws.Connections;
using SgWatch.Aws.Settings;

namespace SgWatch.Aws.Tests;

/// <summary>Answers the SDK's calls in place of AWS, with what moto can't show: pages, throttles, and broken answers.</summary>
internal sealed class FakeAws(FakeAws.Answer answer) : HttpMessageHandler
{
    private Func<HttpResponseMessage>? _respond;

    /// <summary>Answers a call, which is given as its form.</summary>
    public delegate Task<(HttpStatusCode Status, string Body)> Answer(
        IReadOnlyDictionary<string, string> form, CancellationToken cancellationToken);

    public ConcurrentQueue<IReadOnlyDictionary<string, string>> Calls { get; } = new();

    public ConcurrentQueue<HttpRequestMessage> Requests { get; } = new();

    public static AwsSettings Settings { get; } = new()
    {
        Region = "eu-west-1",
        AccessKeyId = "AKIDEXAMPLE",
        SecretAccessKey = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
    };

    public static FakeAws Answering(Func<IReadOnlyDictionary<string, string>, string> answer) =>
        new((form, _) => Task.FromResult((HttpStatusCode.OK, answer(form))));

    public static FakeAws Refusing(HttpStatusCode status, string body) => new((_, _) => Task.FromResult((status, body)));

    /// <summary>Answers every call with a response made by hand.</summary>
    public static FakeAws Responding(Func<HttpResponseMessage> respond) =>
        new((_, _) => throw new InvalidOperationException()) { _respond = respond };

    public static string Ec2Error(string code, string message = "no") =>
        $"<Response><Errors><Error><Code>{code}</Code><Message>{message}</Message></Error></Errors><RequestID>r</RequestID></Response>";

    public AwsConnection Connect(AwsSettings? settings = null) => new(settings ?? Settings, () => new(this));

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var body = request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken);
        var form = ReadForm(request, body);
        Calls.Enqueue(form);
        Requests.Enqueue(request);
        if (_respond is not null)
        {
            return _respond();
        }
        var (status, text) = await answer(form, cancellationToken);
        return new(status) { Content = new StringContent(text), RequestMessage = request };
    }

    // services that speak JSON name the call in a header, or in the path
    private static Dictionary<string, string> ReadForm(HttpRequestMessage request, string body)
    {
        if (request.Headers.TryGetValues("X-Amz-Target", out var target))
        {
            return new(StringComparer.Ordinal) { ["Action"] = target.First(), ["Body"] = body };
        }
        if (body.StartsWith('{'))
        {
            return new(StringComparer.Ordinal) { ["Action"] = request.RequestUri!.AbsolutePath, ["Body"] = body };
        }
        var fields = body.Split('&').Where(field => field.Contains('=')).Select(field => field.Split('=', 2));
        return fields.ToDictionary(field => field[0], field => Uri.UnescapeDataString(field[1].Replace('+', ' ')), StringComparer.Ordinal);
    }
}
