using System.Net;
using System.Net.Sockets;

namespace SgWatch.Aws.Tests;

/// <summary>A server on loopback that serves one connection at a time.</summary>
internal abstract class LoopbackServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _serving;
    private int _requests;

    protected LoopbackServer()
    {
        _listener.Start();
        _serving = ServeAsync();
    }

    /// <summary>How many whole requests arrived.</summary>
    public int Requests => _requests;

    protected int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _serving;
        _listener.Stop();
        _stop.Dispose();
    }

    /// <summary>Serves one connection. It is closed afterwards.</summary>
    protected abstract Task AnswerAsync(Stream client, CancellationToken stop);

    protected void Count() => Interlocked.Increment(ref _requests);

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                using var client = await _listener.AcceptTcpClientAsync(_stop.Token);
                await AnswerAsync(client.GetStream(), _stop.Token);
            }
        }
        catch (OperationCanceledException)
        {
            // the server was disposed
        }
    }
}
