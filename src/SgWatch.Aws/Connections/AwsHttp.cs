using Amazon.Runtime;
using SgWatch.Aws.Trust;

namespace SgWatch.Aws.Connections;

/// <summary>Hands the one HTTP client of a connection to every client of the SDK.</summary>
internal sealed class AwsHttp(Func<HttpClient> client) : HttpClientFactory
{
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(5);

    // shorter than the minute after which AWS's endpoints and NAT gateways may drop an idle connection unseen
    private static readonly TimeSpan IdleTimeout = TimeSpan.FromSeconds(50);

    public override HttpClient CreateHttpClient(IClientConfig clientConfig) => client();

    public override bool UseSDKHttpClientCaching(IClientConfig clientConfig) => false;

    public override bool DisposeHttpClientsAfterUse(IClientConfig clientConfig) => false;

    /// <summary>The client of a connection. It has no time limit of its own: every call has one.</summary>
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
