using SgWatch.Aws.Connections;

namespace SgWatch.Aws.SecurityHub;

/// <summary>The SDK's configuration for Security Hub.</summary>
internal sealed class SecurityHubConfig() : BareConfig("SecurityHub", "securityhub")
{
    public override string ServiceVersion => "2018-10-26";
}
