using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using SgWatch.Aws.Settings;

namespace SgWatch.Aws.Trust;

/// <summary>Which root certificates a connection trusts for which host.</summary>
/// <param name="Bundle">The only roots to trust, for every host; null if the user names no bundle.</param>
/// <param name="AwsRoots">The roots that are tried first for AWS's hosts.</param>
/// <param name="IsAwsHost">True for AWS's hosts.</param>
/// <param name="SystemRoots">The roots for other hosts, and for AWS's if the first attempt fails; null if the platform reads them.</param>
internal sealed record CertificateTrust(
    Func<X509Certificate2Collection>? Bundle,
    Func<X509Certificate2Collection> AwsRoots,
    Func<string, bool> IsAwsHost,
    Func<X509Certificate2Collection>? SystemRoots)
{
    /// <summary>The trust for a bundle of PEM certificates that the user names, or for none.</summary>
    /// <exception cref="AwsConfigurationException">The bundle's file doesn't exist.</exception>
    public static CertificateTrust Of(string? bundlePath)
    {
        if (bundlePath is not null && !File.Exists(bundlePath))
        {
            throw new AwsConfigurationException($"AWS_CA_BUNDLE names '{bundlePath}', and there is no such file.");
        }
        return new(
            bundlePath is null ? null : () => ReadBundle(bundlePath),
            AmazonRoots.Load,
            AmazonRoots.Cover,
            SystemTrustStore.IsDeferred ? SystemTrustStore.Load : null);
    }

    /// <summary>How to check a server's chain against these roots alone; null if there are none, for the platform's own check.</summary>
    /// <remarks>Revocation isn't checked, as by default. Missing intermediates aren't downloaded, because AWS sends them.</remarks>
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
