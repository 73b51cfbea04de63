using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace SgWatch.Aws.Trust;

/// <summary>Chooses for each request the connections that trust the right roots for its host.</summary>
/// <remarks>
/// At the first handshake .NET reads the system's whole trust store, which takes most of a cold start over TLS. AWS's hosts are
/// therefore checked against Amazon's own roots first. That can fail: Amazon may take a new root, or a company may inspect its
/// traffic. Then the system's trust store decides, for this request and for all later ones.
/// </remarks>
internal sealed class TrustHandler : HttpMessageHandler
{
    private readonly CertificateTrust _trust;
    private readonly Action<string> _log;
    private readonly Lazy<HttpMessageInvoker> _amazon;
    private readonly Lazy<HttpMessageInvoker> _system;
    private readonly Lazy<HttpMessageInvoker> _plain;
    private readonly Lazy<HttpMessageInvoker>? _bundle;
    private volatile bool _amazonRootsFail;

    public TrustHandler(CertificateTrust trust, Func<SocketsHttpHandler> createHandler, Action<string> log)
    {
        _trust = trust;
        _log = log;
        Lazy<HttpMessageInvoker> Connect(Func<X509Certificate2Collection?> roots) => new(() =>
        {
            var handler = createHandler();
            handler.SslOptions.CertificateChainPolicy = CertificateTrust.PolicyFor(roots());
            return new(handler);
        });
        _amazon = Connect(trust.AwsRoots);
        _system = Connect(() => trust.SystemRoots?.Invoke());
        _plain = Connect(() => null);
        _bundle = trust.Bundle is { } bundle ? Connect(bundle) : null;
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var uri = request.RequestUri!;
        if (uri.Scheme != Uri.UriSchemeHttps)
        {
            return await _plain.Value.SendAsync(request, cancellationToken);
        }
        if (_bundle is not null)
        {
            return await _bundle.Value.SendAsync(request, cancellationToken);
        }
        if (!_amazonRootsFail && _trust.IsAwsHost(uri.Host))
        {
            try
            {
                return await _amazon.Value.SendAsync(request, cancellationToken);
            }
            catch (HttpRequestException exception) when (exception.InnerException is AuthenticationException)
            {
                // the handshake failed, so nothing of the request was sent yet
                _amazonRootsFail = true;
                _log($"{uri.Host} has no certificate under Amazon's roots ({exception.InnerException.Message}); "
                    + "the system's trust store decides from now on.");
            }
        }
        return await _system.Value.SendAsync(request, cancellationToken);
    }

    protected override void Dispose(bool disposing)
    {
        foreach (var connections in new[] { _amazon, _system, _plain, _bundle })
        {
            if (disposing && connections is { IsValueCreated: true })
            {
                connections.Value.Dispose();
            }
        }
        base.Dispose(disposing);
    }
}
