using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace SgWatch.Aws.Tests.Trust;

/// <summary>A server on loopback that answers every HTTPS request with 200 and closes.</summary>
internal sealed class TlsServer(X509Certificate2 certificate) : LoopbackServer
{
    public Uri Url => new($"https://localhost:{Port}/");

    protected override async Task AnswerAsync(Stream client, CancellationToken stop)
    {
        try
        {
            await using var tls = new SslStream(client);
            await tls.AuthenticateAsServerAsync(certificate);
            if (await tls.ReadAsync(new byte[4096], stop) > 0)
            {
                Count();
                await tls.WriteAsync(Encoding.ASCII.GetBytes("HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"), stop);
            }
        }
        catch (Exception exception) when (exception is IOException or AuthenticationException)
        {
            // a client that doesn't trust the certificate closes the connection, as the test expects
        }
    }
}
