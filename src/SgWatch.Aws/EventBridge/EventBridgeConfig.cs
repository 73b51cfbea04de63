using SgWatch.Aws.Connections;

namespace SgWatch.Aws.EventBridge;

/// <summary>The SDK's configuration for EventBridge.</summary>
internal sealed class EventBridgeConfig() : BareConfig("EventBridge", "events")
{
    public override string ServiceVersion => "2015-10-07";
}
