using System.Text.Json;
using SgWatch.Text;

namespace SgWatch.Events;

/// <summary>The request and the response of an API call, from a CloudTrail record.</summary>
/// <param name="Request">The parameters, without their wrapper if they have one.</param>
/// <param name="Response">The response, without its wrapper if it has one.</param>
/// <param name="IsCut">Whether CloudTrail says that it left something out.</param>
internal readonly record struct CallParameters(JsonElement Request, JsonElement Response, bool IsCut)
{
    /// <summary>Reads them from a record.</summary>
    public static CallParameters Of(JsonElement record)
    {
        var request = record.Find("requestParameters");
        var response = record.Find("responseElements");
        var (innerRequest, innerResponse) = (Unwrap(request), Unwrap(response));
        JsonElement[] elements = [record, request, response, innerRequest, innerResponse];
        return new(innerRequest, innerResponse, elements.Any(IsOmitted));
    }

    // one property with any PascalCase name, such as {"ModifySecurityGroupRulesRequest":{…}}; the other serialisation is camelCase
    private static JsonElement Unwrap(JsonElement element)
    {
        if (element.ValueKind != JsonValueKind.Object || element.GetPropertyCount() != 1)
        {
            return element;
        }
        var property = element.EnumerateObject().First();
        return property.Value.ValueKind == JsonValueKind.Object && property.Name is [>= 'A' and <= 'Z', ..] ? property.Value : element;
    }

    // the position of this property isn't documented, so it counts in every element
    private static bool IsOmitted(JsonElement element) =>
        element.Find("omitted").ValueKind is not (JsonValueKind.Undefined or JsonValueKind.Null or JsonValueKind.False);
}
