using System.Globalization;
using System.Text.Json;
using SgWatch.Lab.Api;

namespace SgWatch.Lab.Trail;

/// <summary>
/// CloudTrail's newer way to write an EC2 call: the whole request and response, as XML turned to JSON would read. A list of one is the
/// element itself, elements carry their position as <c>tag</c>, and texts that look like numbers or booleans become them.
/// </summary>
internal static class WrapperShape
{
    private static readonly string[] NotParameters = ["Action", "Version", "DryRun"];

    public static void WriteRequest(Utf8JsonWriter json, string action, QueryNode parameters)
    {
        var given = parameters.Children
            .Where(static child => !NotParameters.Contains(child.Key) && !child.Key.StartsWith("X-Amz-", StringComparison.Ordinal))
            .ToList();
        json.WriteStartObject();
        json.WritePropertyName($"{action}Request");
        if (given.Count == 0)
        {
            json.WriteStringValue("");
        }
        else
        {
            json.WriteStartObject();
            given.ForEach(child => WriteNode(json, child.Key, child.Value));
            json.WriteEndObject();
        }
        json.WriteEndObject();
    }

    public static void WriteResponse(Utf8JsonWriter json, string action, LabAnswer answer)
    {
        json.WriteStartObject();
        json.WriteStartObject($"{action}Response");
        json.WriteString("xmlns", "http://ec2.amazonaws.com/doc/2016-11-15/");
        json.WriteString("requestId", answer.RequestId);
        WriteElements(json, answer.Content);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteNode(Utf8JsonWriter json, string name, QueryNode node)
    {
        json.WritePropertyName(name);
        if (!node.IsList)
        {
            WriteValue(json, node, null);
            return;
        }
        var items = node.Items.ToList();
        if (items.Count > 1)
        {
            json.WriteStartArray();
        }
        for (var i = 0; i < items.Count; i++)
        {
            WriteValue(json, items[i], i + 1);
        }
        if (items.Count > 1)
        {
            json.WriteEndArray();
        }
    }

    private static void WriteValue(Utf8JsonWriter json, QueryNode node, int? position)
    {
        var isText = node.Value is not null;
        if (isText && position is null)
        {
            WriteCoerced(json, node.Value!);
            return;
        }
        json.WriteStartObject();
        if (position is not null)
        {
            json.WriteNumber("tag", position.Value);
        }
        if (isText)
        {
            json.WritePropertyName("content");
            WriteCoerced(json, node.Value!);
        }
        foreach (var (name, child) in node.Children)
        {
            WriteNode(json, name, child);
        }
        json.WriteEndObject();
    }

    private static void WriteElements(Utf8JsonWriter json, IEnumerable<Element> elements)
    {
        foreach (var same in elements.GroupBy(static element => element.Name))
        {
            var list = same.ToList();
            json.WritePropertyName(same.Key);
            if (list.Count == 1)
            {
                WriteElement(json, list[0]);
                continue;
            }
            json.WriteStartArray();
            list.ForEach(element => WriteElement(json, element));
            json.WriteEndArray();
        }
    }

    private static void WriteElement(Utf8JsonWriter json, Element element)
    {
        if (element.Children.Count == 0)
        {
            WriteCoerced(json, element.Text);
            return;
        }
        json.WriteStartObject();
        WriteElements(json, element);
        json.WriteEndObject();
    }

    private static void WriteCoerced(Utf8JsonWriter json, string text)
    {
        if (text is "true" or "false")
        {
            json.WriteBooleanValue(text == "true");
        }
        else if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            && number.ToString(CultureInfo.InvariantCulture) == text)
        {
            json.WriteNumberValue(number);
        }
        else
        {
            json.WriteStringValue(text);
        }
    }
}
