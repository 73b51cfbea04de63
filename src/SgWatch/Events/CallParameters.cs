using System.Text.Json;
using SgWatch.Text;

namespace SgWatch.Events;

/// <summary>What an API call was asked and what it answered, out of a CloudTrail record.</summary>
/// <param name="Request">The parameters, out of their wrapper if they are in one.</param>
/// <param name="Response">The answer, likewise.</param>
/// <param name="IsCut">Whether CloudTrail says that it left something out.</param>
internal readonly record struct CallParameters(JsonElement Request, JsonElement Response, bool IsCut)
{
    /// <summary>Reads them from a record.</summary>
    public static CallParameters Of(JsonElement record)
    {
        var request = record.Find("requestParameters");
        var response = record.Find("responseElements");
        var (innerRequest, innerResponse) = (Unwrap(request), Unwrap(response));
        JsonElement[] places = [record, request, response, innerRequest, innerResponse];
        return new(innerRequest, innerResponse, places.Any(IsOmitted));
    }

    // {"ModifySecurityGroupRulesRequest":{…}}: one PascalCase property, by whatever name, where the other serialisation is camelCase
    private static JsonElement Unwrap(JsonElement element)
    {
        if (element.ValueKind != JsonValueKind.Object || element.GetPropertyCount() != 1)
        {
            return element;
        }
        var property = element.EnumerateObject().First();
        return property.Value.ValueKind == JsonValueKind.Object && property.Name is [>= 'A' and <= 'Z', ..] ? property.Value : element;
    }

    // where it stands isn't documented, so it counts wherever it is
    private static bool IsOmitted(JsonElement element) =>
        element.Find("omitted").ValueKind is not (JsonValueKind.Undefined or JsonValueKind.Null or JsonValueKind.False);
}
