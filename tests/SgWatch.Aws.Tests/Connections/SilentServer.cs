using System.Globalization;
using System.Text;

namespace SgWatch.Aws.Tests.Connections;

/// <summary>A server on loopback that reads a whole HTTP request and then closes the connection, so that the answer is lost.</summary>
internal sealed class SilentServer : LoopbackServer
{
    private const string ContentLength = "Content-Length:";

    public Uri Url => new($"http://127.0.0.1:{Port}/");

    protected override async Task AnswerAsync(Stream client, CancellationToken stop)
    {
        using var reader = new StreamReader(client, Encoding.ASCII);
        var length = 0;
        while (await reader.ReadLineAsync(stop) is { Length: > 0 } header)
        {
            if (header.StartsWith(ContentLength, StringComparison.OrdinalIgnoreCase))
            {
                length = int.Parse(header[ContentLength.Length..], CultureInfo.InvariantCulture);
            }
        }
        await reader.ReadBlockAsync(new char[length], stop);
        Count();
    }
}
