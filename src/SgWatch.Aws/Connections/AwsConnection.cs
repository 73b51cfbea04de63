using Amazon;
using Amazon.DynamoDBv2;
using Amazon.EC2;
using Amazon.Runtime;
using Amazon.Runtime.Credentials;
using Amazon.SecurityToken;
using Amazon.SQS;
using SgWatch.Aws.Settings;
using SgWatch.Aws.Trust;

namespace SgWatch.Aws.Connections;

/// <summary>One identity's connection to AWS: its credentials, its region, one HTTP client, and the SDK's clients made from them.</summary>
/// <remarks>The SDK never retries. The guard retries, within its own deadline and on its own clock.</remarks>
public sealed class AwsConnection : IDisposable
{
    private readonly AwsSettings _settings;
    private readonly AWSCredentials? _credentials;
    private readonly Lazy<HttpClient> _http;
    private readonly Lazy<string> _region;

    /// <summary>Makes a connection. Nothing is sent yet.</summary>
    /// <param name="settings">What is set. The SDK finds the rest.</param>
    /// <param name="log">Receives a sentence if certificates have to be checked in another way than usual.</param>
    /// <exception cref="AwsConfigurationException">The CA bundle's file doesn't exist.</exception>
    public AwsConnection(AwsSettings settings, Action<string> log)
        : this(settings, CreateHttp(CertificateTrust.Of(settings.CaBundle), log))
    {
    }

    internal AwsConnection(AwsSettings settings, Func<HttpClient> createHttp)
    {
        _settings = settings;
        // Lambda has the credentials in the environment. Taking them from there saves the SDK's search, which reads files first.
        _credentials = settings switch
        {
            { Profile: not null } or { AccessKeyId: null } or { SecretAccessKey: null } => null,
            { SessionToken: { } token } => new SessionAWSCredentials(settings.AccessKeyId, settings.SecretAccessKey, token),
            _ => new BasicAWSCredentials(settings.AccessKeyId, settings.SecretAccessKey),
        };
        _region = new(() => settings.Region ?? DefaultRegion(settings.Profile));
        _http = new(createHttp);
    }

    /// <summary>The region of calls that name none, such as eu-west-1.</summary>
    /// <exception cref="AwsConfigurationException">No region is configured.</exception>
    public string Region => _region.Value;

    internal HttpClient Http => _http.Value;

    internal StreamingEc2Client CreateEc2(string region)
    {
        var config = Configure(new AmazonEC2Config(), region);
        return SdkRetries.RemoveFrom<StreamingEc2Client>(_credentials is null ? new(config) : new(_credentials, config));
    }

    /// <summary>An EC2 client with another account's credentials.</summary>
    internal StreamingEc2Client CreateEc2(string region, AWSCredentials credentials) =>
        SdkRetries.RemoveFrom<StreamingEc2Client>(new(credentials, Configure(new AmazonEC2Config(), region)));

    internal AmazonSQSClient CreateSqs(string region)
    {
        var config = Configure(new AmazonSQSConfig(), region);
        return SdkRetries.RemoveFrom<AmazonSQSClient>(_credentials is null ? new(config) : new(_credentials, config));
    }

    internal AmazonSecurityTokenServiceClient CreateSts(string region)
    {
        var config = Configure(new AmazonSecurityTokenServiceConfig(), region);
        return SdkRetries.RemoveFrom<AmazonSecurityTokenServiceClient>(_credentials is null ? new(config) : new(_credentials, config));
    }

    internal AmazonDynamoDBClient CreateDynamo(string region)
    {
        var config = Configure(new AmazonDynamoDBConfig(), region);
        return SdkRetries.RemoveFrom<AmazonDynamoDBClient>(_credentials is null ? new(config) : new(_credentials, config));
    }

    internal async Task<ImmutableCredentials> GetCredentialsAsync(IClientConfig config) =>
        await (_credentials ?? DefaultAWSCredentialsIdentityResolver.GetCredentials(config)).GetCredentialsAsync();

    internal T Configure<T>(T config, string region)
        where T : ClientConfig
    {
        config.RegionEndpoint = RegionEndpoint.GetBySystemName(region);
        config.MaxErrorRetry = 0;
        config.ClientAppId = "sgwatch"; // in the user agent: the guard knows its own calls by it when they come back as events
        config.HttpClientFactory = new AwsHttp(() => Http);
        if (_settings.EndpointUrl is { } endpoint)
        {
            config.ServiceURL = endpoint.ToString();
        }
        config.AuthenticationRegion = region; // the host name of the user's own endpoint has no region to sign for
        if (_settings.Profile is { } profile)
        {
            config.Profile = new Profile(profile);
        }
        return config;
    }

    /// <summary>Closes the HTTP client's connections.</summary>
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
