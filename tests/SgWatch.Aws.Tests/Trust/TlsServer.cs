using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace SgWatch.Aws.Tests.Trust;

/// <summary>A server on loopback that answers every HTTPS request with 200 and closes.</summary>
internal sealed class TlsServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _serving;
    private int _requests;

    public TlsServer(X509Certificate2 certificate)
    {
        _listener.Start();
        _serving = ServeAsync(certificate);
    }

    public int Requests => _requests;

    public Uri Url => new($"https://localhost:{((IPEndPoint)_listener.LocalEndpoint).Port}/");

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _serving;
        _listener.Stop();
        _stop.Dispose();
    }

    private async Task ServeAsync(X509Certificate2 certificate)
    {
        try
        {
            while (true)
            {
                using var client = await _listener.AcceptTcpClientAsync(_stop.Token);
                await AnswerAsync(client, certificate);
            }
        }
        catch (OperationCanceledException)
        {
            // the end
        }
    }

    private async Task AnswerAsync(TcpClient client, X509Certificate2 certificate)
    {
        try
        {
            await using var tls = new SslStream(client.GetStream());
            await tls.AuthenticateAsServerAsync(certificate);
            if (await tls.ReadAsync(new byte[4096], _stop.Token) > 0)
            {
                Interlocked.Increment(ref _requests);
                await tls.WriteAsync(Encoding.ASCII.GetBytes("HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"), _stop.Token);
            }
        }
        catch (Exception exception) when (exception is IOException or AuthenticationException)
        {
            // a client that doesn't trust the certificate hangs up: what the test is about
        }
    }
}
