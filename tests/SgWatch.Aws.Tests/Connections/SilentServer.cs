using System.Text;

namespace SgWatch.Aws.Tests.Connections;

/// <summary>A server on loopback that reads every HTTP request to its end and closes the connection: the call was made, and its answer is lost.</summary>
internal sealed class SilentServer : LoopbackServer
{
    public Uri Url => new($"http://127.0.0.1:{Port}/");

    protected override async Task AnswerAsync(Stream client, CancellationToken stop)
    {
        using var reader = new StreamReader(client, Encoding.ASCII);
        var length = 0;
        while (await reader.ReadLineAsync(stop) is { Length: > 0 } header)
        {
            length = header.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase) ? int.Parse(header["Content-Length:".Length..], null) : length;
        }
        await reader.ReadBlockAsync(new char[length], stop);
        Count();
    }
}
