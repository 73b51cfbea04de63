using System.Text.Json;
using SgWatch.Lab.Api;
using SgWatch.Text;

namespace SgWatch.Lab.Trail;

/// <summary>
/// CloudTrail's older way to write an EC2 call: camelCase fields, lists as <c>{"items":[…]}</c>, empty ones as <c>{}</c>.
/// </summary>
internal static class LegacyShape
{
    public static void WriteRequest(Utf8JsonWriter json, IReadOnlyList<string> fields, QueryNode parameters)
    {
        json.WriteStartObject();
        foreach (var field in fields)
        {
            WriteField(json, field, parameters[field]);
        }
        json.WriteEndObject();
    }

    public static void WriteResponse(Utf8JsonWriter json, LabAnswer answer)
    {
        json.WriteStartObject();
        json.WriteString("requestId", answer.RequestId);
        foreach (var element in answer.Content)
        {
            WriteElement(json, element);
        }
        json.WriteEndObject();
    }

    private static void WriteField(Utf8JsonWriter json, string field, QueryNode node)
    {
        switch (field)
        {
            case "IpPermissions": // these three are in every record of their calls, given or not
                WriteItems(json, "ipPermissions", node, WritePermission);
                break;
            case "InstanceTenancy":
                json.WriteString("instanceTenancy", node.Value ?? "default");
                break;
            case "AmazonProvidedIpv6CidrBlock":
                json.WriteBoolean("amazonProvidedIpv6CidrBlock", string.Equals(node.Value, "true", StringComparison.OrdinalIgnoreCase));
                break;
            case var _ when node.IsEmpty:
                break;
            case "SecurityGroupRuleId":
                WriteItems(json, "securityGroupRuleIds", node, static (json, item) => json.WriteString("securityGroupRuleId", item.Value));
                break;
            case "SecurityGroupRuleDescription":
                WriteItems(json, "securityGroupRuleDescriptions", node, WriteTexts);
                break;
            case "SecurityGroupId":
                WriteItems(json, "groupSet", node, static (json, item) => json.WriteString("groupId", item.Value));
                break;
            case "TagSpecification":
                WriteItems(json, "tagSpecificationSet", node, WriteTagSpecification);
                break;
            case "ResourceId":
                WriteItems(json, "resourcesSet", node, static (json, item) => json.WriteString("resourceId", item.Value));
                break;
            case "Tag":
                WriteItems(json, "tagSet", node, WriteTexts);
                break;
            default:
                WriteText(json, Camel(field), node.Value ?? "");
                break;
        }
    }

    private static void WritePermission(Utf8JsonWriter json, QueryNode permission)
    {
        foreach (var field in (string[])["IpProtocol", "FromPort", "ToPort"])
        {
            if (permission[field].Value is { } value)
            {
                WriteText(json, Camel(field), value);
            }
        }
        foreach (var peers in (string[])["Groups", "IpRanges", "Ipv6Ranges", "PrefixListIds"])
        {
            WriteItems(json, Camel(peers), permission[peers], WriteTexts);
        }
    }

    private static void WriteTagSpecification(Utf8JsonWriter json, QueryNode specification)
    {
        json.WriteString("resourceType", specification["ResourceType"].Value);
        json.WriteObjects("tags", specification["Tag"].Items, WriteTexts); // a bare array here
    }

    private static void WriteItems(Utf8JsonWriter json, string name, QueryNode list, Action<Utf8JsonWriter, QueryNode> write)
    {
        json.WriteStartObject(name);
        if (!list.IsEmpty)
        {
            json.WriteObjects("items", list.Items, write);
        }
        json.WriteEndObject();
    }

    private static void WriteTexts(Utf8JsonWriter json, QueryNode node)
    {
        foreach (var (name, child) in node.Children)
        {
            WriteText(json, Camel(name), child.Value ?? "");
        }
    }

    private static void WriteElement(Utf8JsonWriter json, Element element)
    {
        var name = element.Name == "return" ? "_return" : element.Name;
        if (element.Children.Count == 0 && !IsSet(element))
        {
            WriteText(json, name, element.Text);
            return;
        }
        json.WriteStartObject(name);
        if (element.IsList)
        {
            json.WriteObjects("items", element, WriteElements);
        }
        else
        {
            WriteElements(json, element);
        }
        json.WriteEndObject();
    }

    private static void WriteElements(Utf8JsonWriter json, IEnumerable<Element> elements)
    {
        foreach (var element in elements)
        {
            WriteElement(json, element);
        }
    }

    private static bool IsSet(Element empty) => empty.Text.Length == 0
        && (empty.Name.EndsWith("Set", StringComparison.Ordinal)
            || empty.Name is "groups" or "ipRanges" or "ipv6Ranges" or "prefixListIds");

    private static void WriteText(Utf8JsonWriter json, string name, string text)
    {
        if (name is "fromPort" or "toPort" && int.TryParse(text, out var number))
        {
            json.WriteNumber(name, number);
        }
        else if (name is "isEgress" or "isDefault" or "_return" && bool.TryParse(text, out var flag))
        {
            json.WriteBoolean(name, flag);
        }
        else
        {
            json.WriteString(name, text);
        }
    }

    private static string Camel(string name) => char.ToLowerInvariant(name[0]) + name[1..];
}
