using System.Net;
using System.Security.Cryptography.X509Certificates;
using SgWatch.Aws.Connections;
using SgWatch.Aws.Settings;
using SgWatch.Aws.Trust;

namespace SgWatch.Aws.Tests.Trust;

public class TrustHandlerTests
{
    private static readonly TestCertificates Amazon = new("Amazon of the test");
    private static readonly TestCertificates Other = new("Another authority");

    private readonly List<string> _log = [];

    [Fact]
    public async Task An_AWS_host_under_Amazons_roots_is_trusted_without_the_systems_trust_store()
    {
        await using var server = new TlsServer(Amazon.Server);
        await GetAsync(server, new(null, () => Amazon.Roots, _ => true, SystemRoots: () => []));
        Assert.Equal((1, 0), (server.Requests, _log.Count));
    }

    [Fact]
    public async Task An_AWS_host_under_another_root_falls_back_to_the_systems_trust_store_once_and_says_so()
    {
        await using var server = new TlsServer(Other.Server);
        using var client = Client(new(null, () => Amazon.Roots, _ => true, SystemRoots: () => Other.Roots));

        for (var i = 0; i < 2; i++)
        {
            using var answer = await client.GetAsync(server.Url, CancellationToken.None);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }

        Assert.Equal(2, server.Requests);
        Assert.Contains("localhost has no certificate under Amazon's roots", Assert.Single(_log), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_AWS_host_that_neither_trusts_is_refused()
    {
        await using var server = new TlsServer(Other.Server);
        var trust = new CertificateTrust(null, () => Amazon.Roots, _ => true, SystemRoots: () => []);
        await Assert.ThrowsAsync<HttpRequestException>(() => GetAsync(server, trust));
        Assert.Equal(0, server.Requests);
    }

    [Fact]
    public async Task Another_host_is_checked_against_the_systems_trust_store_alone()
    {
        var trust = new CertificateTrust(null, () => Amazon.Roots, _ => false, SystemRoots: () => Other.Roots);
        await using var server = new TlsServer(Amazon.Server);
        await using var other = new TlsServer(Other.Server);

        await Assert.ThrowsAsync<HttpRequestException>(() => GetAsync(server, trust));
        await GetAsync(other, trust);

        Assert.Equal((0, 1), (server.Requests, other.Requests));
    }

    [Fact]
    public async Task The_real_systems_trust_store_does_not_know_the_tests_authority()
    {
        await using var server = new TlsServer(Amazon.Server);
        await Assert.ThrowsAsync<HttpRequestException>(() => GetAsync(server, CertificateTrust.Of(null)));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_bundle_is_all_that_is_trusted_for_every_host(bool isAwsHost)
    {
        await using var inBundle = new TlsServer(Other.Server);
        await using var notInBundle = new TlsServer(Amazon.Server);
        var trust = new CertificateTrust(() => Other.Roots, () => Amazon.Roots, _ => isAwsHost, SystemRoots: () => Amazon.Roots);

        await GetAsync(inBundle, trust);
        await Assert.ThrowsAsync<HttpRequestException>(() => GetAsync(notInBundle, trust));

        Assert.Equal((1, 0), (inBundle.Requests, notInBundle.Requests));
    }

    [Fact]
    public async Task A_certificate_for_another_name_is_refused_though_its_root_is_trusted()
    {
        await using var server = new TlsServer(Amazon.Server);
        var byAnotherName = new UriBuilder(server.Url) { Host = "127.0.0.2" }.Uri; // not in the certificate
        using var client = Client(new(null, () => Amazon.Roots, _ => true, SystemRoots: () => Amazon.Roots));
        await Assert.ThrowsAsync<HttpRequestException>(() => client.GetAsync(byAnotherName, CancellationToken.None));
    }

    [Fact]
    public void A_chain_is_valid_under_its_own_root_alone()
    {
        Assert.True(IsValid(Amazon.Server, Amazon.Roots));
        Assert.False(IsValid(Amazon.Server, Other.Roots));
        Assert.False(IsValid(Amazon.Server, []));
    }

    [Fact]
    public void A_bundle_is_read_from_its_file()
    {
        var path = Path.GetTempFileName();
        try
        {
            File.WriteAllText(path, Amazon.Root.ExportCertificatePem() + "\n" + Other.Root.ExportCertificatePem());
            Assert.Equal(2, CertificateTrust.Of(path).Bundle!().Count);
            File.WriteAllText(path, "nothing of the sort");
            var empty = Assert.Throws<AwsConfigurationException>(() => CertificateTrust.Of(path).Bundle!());
            Assert.Contains("holds no certificate", empty.Message, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(path);
        }
        var missing = Assert.Throws<AwsConfigurationException>(() => CertificateTrust.Of(path));
        Assert.Contains("there is no such file", missing.Message, StringComparison.Ordinal);
    }

    private static bool IsValid(X509Certificate2 certificate, X509Certificate2Collection roots)
    {
        using var chain = new X509Chain { ChainPolicy = CertificateTrust.PolicyFor(roots)! };
        return chain.Build(certificate);
    }

    private HttpClient Client(CertificateTrust trust) => AwsHttp.CreateClient(trust, _log.Add);

    private async Task GetAsync(TlsServer server, CertificateTrust trust)
    {
        using var client = Client(trust);
        using var answer = await client.GetAsync(server.Url, CancellationToken.None);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }
}
