using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace SgWatch.Aws.Trust;

/// <summary>Sends each request over the connections whose trust fits its host.</summary>
/// <remarks>
/// .NET reads the machine's whole store of roots at the first handshake, most of the time of a cold start over TLS. AWS's hosts are
/// therefore first checked against Amazon's own roots. Where that fails (Amazon may take another root one day, a company may look into
/// its traffic), the machine's store decides, as it would have without this, and goes on deciding.
/// </remarks>
internal sealed class TrustHandler : HttpMessageHandler
{
    private readonly CertificateTrust _trust;
    private readonly Action<string> _log;
    private readonly Lazy<HttpMessageInvoker> _amazon;
    private readonly Lazy<HttpMessageInvoker> _machine;
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
        _machine = Connect(() => trust.Machine?.Invoke());
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
                // nothing of the request was sent: the handshake comes first
                _amazonRootsFail = true;
                _log($"{uri.Host} does not stand under Amazon's root certificates ({exception.InnerException.Message}); "
                    + "the machine's trust store decides from here on.");
            }
        }
        return await _machine.Value.SendAsync(request, cancellationToken);
    }

    protected override void Dispose(bool disposing)
    {
        foreach (var connections in new[] { _amazon, _machine, _plain, _bundle })
        {
            if (disposing && connections is { IsValueCreated: true })
            {
                connections.Value.Dispose();
            }
        }
        base.Dispose(disposing);
    }
}
