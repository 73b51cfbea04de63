using System.Net;
using System.Net.Sockets;
using System.Text;

namespace SgWatch.Aws.Tests.Connections;

/// <summary>A server on loopback that reads every HTTP request to its end and closes the connection: the call was made, and its answer is lost.</summary>
internal sealed class SilentServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _serving;
    private int _requests;

    public SilentServer()
    {
        _listener.Start();
        _serving = ServeAsync();
    }

    public int Requests => _requests;

    public Uri Url => new($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/");

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _serving;
        _listener.Stop();
        _stop.Dispose();
    }

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                using var client = await _listener.AcceptTcpClientAsync(_stop.Token);
                using var reader = new StreamReader(client.GetStream(), Encoding.ASCII);
                await ReadAsync(reader);
                Interlocked.Increment(ref _requests);
            }
        }
        catch (OperationCanceledException)
        {
            // the end
        }
    }

    private async Task ReadAsync(StreamReader reader)
    {
        var length = 0;
        while (await reader.ReadLineAsync(_stop.Token) is { Length: > 0 } header)
        {
            length = header.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase) ? int.Parse(header["Content-Length:".Length..], null) : length;
        }
        await reader.ReadBlockAsync(new char[length], _stop.Token);
    }
}
