using System.Security.Cryptography.X509Certificates;

namespace SgWatch.Aws.Trust;

/// <summary>Amazon's root certificates, shipped so that a cold start needn't read the system's whole trust store.</summary>
/// <remarks>Source: Amazon Trust Services, the list of root CAs; the file names each with its fingerprint and expiry.</remarks>
internal static class AmazonRoots
{
    private const string Resource = "amazon-roots.pem";

    /// <summary>The domains of AWS's endpoints.</summary>
    /// <remarks>Source: AWS General Reference, "AWS service endpoints"; User Guide for China, "Endpoints".</remarks>
    private static readonly string[] Domains =
        [".amazonaws.com", ".amazonaws.com.cn", ".api.aws", ".api.amazonwebservices.com.cn"];

    /// <summary>True if the host is an endpoint of AWS.</summary>
    public static bool Cover(string host) => Domains.Any(domain => host.EndsWith(domain, StringComparison.OrdinalIgnoreCase));

    public static X509Certificate2Collection Load()
    {
        using var stream = typeof(AmazonRoots).Assembly.GetManifestResourceStream(Resource)
            ?? throw new InvalidOperationException($"The resource {Resource} is missing from SgWatch.Aws.");
        using var reader = new StreamReader(stream);
        var roots = new X509Certificate2Collection();
        roots.ImportFromPem(reader.ReadToEnd());
        return roots;
    }
}
