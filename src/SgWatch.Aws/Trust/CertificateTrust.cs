using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using SgWatch.Aws.Connections;

namespace SgWatch.Aws.Trust;

/// <summary>Which roots a connection trusts for which host.</summary>
/// <param name="Bundle">The only roots to trust, for every host; null where the user names none.</param>
/// <param name="AwsRoots">The roots tried first for AWS's own hosts.</param>
/// <param name="IsAwsHost">Which hosts those are.</param>
/// <param name="Machine">The roots for every other host, and where the first attempt fails; null for the platform's own way to the machine's store.</param>
internal sealed record CertificateTrust(
    Func<X509Certificate2Collection>? Bundle,
    Func<X509Certificate2Collection> AwsRoots,
    Func<string, bool> IsAwsHost,
    Func<X509Certificate2Collection>? Machine)
{
    /// <summary>The trust of a user who names a bundle of PEM certificates, or none.</summary>
    /// <exception cref="AwsConfigurationException">There is no such file.</exception>
    public static CertificateTrust Of(string? bundlePath)
    {
        if (bundlePath is not null && !File.Exists(bundlePath))
        {
            throw new AwsConfigurationException($"AWS_CA_BUNDLE names '{bundlePath}', and there is no such file.");
        }
        return new(bundlePath is null ? null : () => ReadBundle(bundlePath), AmazonRoots.Load, AmazonRoots.Cover, SystemTrustStore.IsDeferred ? SystemTrustStore.Load : null);
    }

    /// <summary>How to check a server's chain against these roots alone; null for the platform's own way, with the machine's store.</summary>
    /// <remarks>As by default, revocation isn't asked for; and unlike it, missing intermediates aren't downloaded: AWS sends them.</remarks>
    public static X509ChainPolicy? PolicyFor(X509Certificate2Collection? roots)
    {
        if (roots is null)
        {
            return null;
        }
        var policy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
            DisableCertificateDownloads = true,
        };
        policy.CustomTrustStore.AddRange(roots);
        return policy;
    }

    private static X509Certificate2Collection ReadBundle(string path)
    {
        var roots = new X509Certificate2Collection();
        try
        {
            roots.ImportFromPemFile(path);
        }
        catch (Exception exception) when (exception is CryptographicException or IOException or UnauthorizedAccessException)
        {
            throw new AwsConfigurationException($"AWS_CA_BUNDLE '{path}' can't be read: {exception.Message}", exception);
        }
        return roots.Count > 0 ? roots : throw new AwsConfigurationException(
            $"AWS_CA_BUNDLE '{path}' holds no certificate; expected PEM, beginning with -----BEGIN CERTIFICATE-----.");
    }
}
