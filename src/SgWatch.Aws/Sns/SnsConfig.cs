using SgWatch.Aws.Connections;

namespace SgWatch.Aws.Sns;

/// <summary>The SDK's configuration for SNS.</summary>
internal sealed class SnsConfig() : BareConfig("SNS", "sns")
{
    public override string ServiceVersion => "2010-03-31";
}
