using SgWatch.Lab.Api;
using SgWatch.Lab.Identities;

namespace SgWatch.Lab.Events;

/// <summary>EventBridge, as far as the one rule goes that brings events to the guard: it can be disabled, and enabled again.</summary>
/// <remarks>Source: EventBridge API Reference, DisableRule, EnableRule and DescribeRule.</remarks>
internal sealed class EventRuleService(EventDelivery delivery, LabIds ids)
{
    /// <summary>The rule's name: the one that the Terraform module gives it, unless told another.</summary>
    public const string RuleName = "sgwatch-security-groups";

    public LabAnswer Handle(LabCall call)
    {
        var requestId = ids.Uuid();
        var name = call.Parameters["Name"].Value ?? "";
        if (name != RuleName)
        {
            return new(requestId, new("ResourceNotFoundException", $"Rule {name} does not exist on EventBus default."), new(""));
        }
        switch (call.Action)
        {
            case "DisableRule":
                delivery.IsEnabled = false;
                break;
            case "EnableRule":
                delivery.IsEnabled = true;
                break;
            case "DescribeRule":
                return new(requestId, null, new("") { { "Name", RuleName }, { "State", delivery.IsEnabled ? "ENABLED" : "DISABLED" } });
            default:
                return new(requestId, new("UnknownOperationException", $"The lab's EventBridge has no {call.Action}."), new(""));
        }
        return new(requestId, null, new(""));
    }
}
