using Amazon;
using Amazon.DynamoDBv2;
using Amazon.EC2;
using Amazon.Runtime;
using Amazon.Runtime.Credentials;
using Amazon.SecurityToken;
using Amazon.SQS;
using SgWatch.Aws.Trust;

namespace SgWatch.Aws.Connections;

/// <summary>One identity's way to AWS: credentials, region and one HTTP client, from which the clients of the services are made.</summary>
/// <remarks>The SDK's retries are off everywhere: the guard retries, within its own deadline and on its own clock.</remarks>
public sealed class AwsConnection : IDisposable
{
    private readonly AwsSettings _settings;
    private readonly AWSCredentials? _credentials;
    private readonly Lazy<HttpClient> _http;
    private readonly Lazy<string> _region;

    /// <param name="settings">What is known beforehand; the SDK finds the rest.</param>
    /// <param name="log">Is told in a sentence when certificates are checked in another way than usual.</param>
    /// <exception cref="AwsConfigurationException">The CA bundle isn't there.</exception>
    public AwsConnection(AwsSettings settings, Action<string> log)
        : this(settings, CreateHttp(CertificateTrust.Of(settings.CaBundle), log))
    {
    }

    internal AwsConnection(AwsSettings settings, Func<HttpClient> createHttp)
    {
        _settings = settings;
        // straight from the environment where it has them, as in Lambda: the SDK's chain would look at files first
        _credentials = settings switch
        {
            { Profile: not null } or { AccessKeyId: null } or { SecretAccessKey: null } => null,
            { SessionToken: { } token } => new SessionAWSCredentials(settings.AccessKeyId, settings.SecretAccessKey, token),
            _ => new BasicAWSCredentials(settings.AccessKeyId, settings.SecretAccessKey),
        };
        _region = new(() => settings.Region ?? DefaultRegion(settings.Profile));
        _http = new(createHttp);
    }

    /// <summary>Where calls go that name no region.</summary>
    /// <exception cref="AwsConfigurationException">No region is configured anywhere.</exception>
    public string Region => _region.Value;

    internal HttpClient Http => _http.Value;

    internal AmazonEC2Client CreateEc2(string region)
    {
        var config = Configure(new AmazonEC2Config(), region);
        return SingleTry.Of<AmazonEC2Client>(_credentials is null ? new(config) : new(_credentials, config));
    }

    /// <summary>With credentials of another account's.</summary>
    internal AmazonEC2Client CreateEc2(string region, AWSCredentials credentials) =>
        SingleTry.Of<AmazonEC2Client>(new(credentials, Configure(new AmazonEC2Config(), region)));

    internal AmazonSQSClient CreateSqs(string region)
    {
        var config = Configure(new AmazonSQSConfig(), region);
        return SingleTry.Of<AmazonSQSClient>(_credentials is null ? new(config) : new(_credentials, config));
    }

    internal AmazonSecurityTokenServiceClient CreateSts(string region)
    {
        var config = Configure(new AmazonSecurityTokenServiceConfig(), region);
        return SingleTry.Of<AmazonSecurityTokenServiceClient>(_credentials is null ? new(config) : new(_credentials, config));
    }

    internal AmazonDynamoDBClient CreateDynamo(string region)
    {
        var config = Configure(new AmazonDynamoDBConfig(), region);
        return SingleTry.Of<AmazonDynamoDBClient>(_credentials is null ? new(config) : new(_credentials, config));
    }

    internal async Task<ImmutableCredentials> GetCredentialsAsync(IClientConfig config) =>
        await (_credentials ?? DefaultAWSCredentialsIdentityResolver.GetCredentials(config)).GetCredentialsAsync();

    internal T Configure<T>(T config, string region)
        where T : ClientConfig
    {
        config.RegionEndpoint = RegionEndpoint.GetBySystemName(region);
        config.AuthenticationRegion = region; // for an endpoint of the user's own, whose name tells no region
        config.MaxErrorRetry = 0;
        config.HttpClientFactory = new AwsHttp(() => Http);
        if (_settings.EndpointUrl is { } endpoint)
        {
            config.ServiceURL = endpoint.ToString();
            config.AuthenticationRegion = region;
        }
        if (_settings.Profile is { } profile)
        {
            config.Profile = new Profile(profile);
        }
        return config;
    }

    public void Dispose()
    {
        if (_http.IsValueCreated)
        {
            _http.Value.Dispose();
        }
    }

    private static Func<HttpClient> CreateHttp(CertificateTrust trust, Action<string> log) => () => AwsHttp.CreateClient(trust, log);

    private static string DefaultRegion(string? profile)
    {
        var config = new AmazonEC2Config();
        if (profile is not null)
        {
            config.Profile = new Profile(profile);
        }
        return config.RegionEndpoint?.SystemName ?? throw new AwsConfigurationException(
            "No AWS region is configured: set AWS_REGION, such as eu-west-1, or a profile that has one.");
    }
}
