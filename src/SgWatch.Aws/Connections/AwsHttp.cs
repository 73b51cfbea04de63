using Amazon.Runtime;
using SgWatch.Aws.Trust;

namespace SgWatch.Aws.Connections;

/// <summary>Gives a connection's one HTTP client to all of the SDK's clients.</summary>
internal sealed class AwsHttp(Func<HttpClient> client) : HttpClientFactory
{
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(5);

    // AWS's endpoints and NAT gateways may silently drop a connection that was idle for a minute
    private static readonly TimeSpan IdleTimeout = TimeSpan.FromSeconds(50);

    public override HttpClient CreateHttpClient(IClientConfig clientConfig) => client();

    public override bool UseSDKHttpClientCaching(IClientConfig clientConfig) => false;

    public override bool DisposeHttpClientsAfterUse(IClientConfig clientConfig) => false;

    /// <summary>Makes the HTTP client of a connection. The client has no time limit, because every call has its own.</summary>
    public static HttpClient CreateClient(CertificateTrust trust, Action<string> log) =>
        new(new TrustHandler(trust, CreateHandler, log)) { Timeout = Timeout.InfiniteTimeSpan };

    private static SocketsHttpHandler CreateHandler() => new()
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        ConnectTimeout = ConnectTimeout,
        PooledConnectionIdleTimeout = IdleTimeout,
        ActivityHeadersPropagator = null,
    };
}
