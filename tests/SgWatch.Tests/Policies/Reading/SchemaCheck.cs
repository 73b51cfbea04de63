using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace SgWatch.Tests.Policies.Reading;

/// <summary>A JSON Schema validator for the keywords that the policy's schema uses; one that it doesn't know fails the test.</summary>
/// <remarks>Source: JSON Schema 2020-12, Core and Validation.</remarks>
internal sealed class SchemaCheck(JsonNode root)
{
    public bool Accepts(JsonNode? value) => Accepts(root, value);

    private bool Accepts(JsonNode schema, JsonNode? value) => schema is not JsonObject keywords
        ? schema.GetValue<bool>()
        : keywords.All(keyword => Holds(keyword.Key, keyword.Value!, value, keywords));

    private bool Holds(string keyword, JsonNode rule, JsonNode? value, JsonObject schema) => keyword switch
    {
        "$schema" or "$id" or "$defs" or "title" or "description" => true,
        "$ref" => Accepts(root["$defs"]![rule.GetValue<string>()["#/$defs/".Length..]]!, value),
        "const" => JsonNode.DeepEquals(rule, value),
        "enum" => rule.AsArray().Any(allowed => JsonNode.DeepEquals(allowed, value)),
        "type" =>
            rule is JsonArray types ? types.Any(type => IsType(type!.GetValue<string>(), value)) : IsType(rule.GetValue<string>(), value),
        "anyOf" => rule.AsArray().Any(option => Accepts(option!, value)),
        "oneOf" => rule.AsArray().Count(option => Accepts(option!, value)) == 1,
        "allOf" => rule.AsArray().All(option => Accepts(option!, value)),
        "not" => !Accepts(rule, value),
        "minimum" => !IsType("number", value) || value!.GetValue<long>() >= rule.GetValue<long>(),
        "maximum" => !IsType("number", value) || value!.GetValue<long>() <= rule.GetValue<long>(),
        "minLength" => !IsType("string", value) || value!.GetValue<string>().Length >= rule.GetValue<int>(),
        "pattern" => !IsType("string", value) || Regex.IsMatch(value!.GetValue<string>(), rule.GetValue<string>(), RegexOptions.ECMAScript),
        "items" => value is not JsonArray items || items.All(item => Accepts(rule, item)),
        "minItems" => value is not JsonArray items || items.Count >= rule.GetValue<int>(),
        "required" => value is not JsonObject map || rule.AsArray().All(key => map.ContainsKey(key!.GetValue<string>())),
        "dependentRequired" => value is not JsonObject map || rule.AsObject().All(pair =>
            !map.ContainsKey(pair.Key) || pair.Value!.AsArray().All(key => map.ContainsKey(key!.GetValue<string>()))),
        "minProperties" => value is not JsonObject map || map.Count >= rule.GetValue<int>(),
        "propertyNames" => value is not JsonObject map || map.All(pair => Accepts(rule, pair.Key)),
        "properties" =>
            value is not JsonObject map || rule.AsObject().All(pair => !map.ContainsKey(pair.Key) || Accepts(pair.Value!, map[pair.Key])),
        "additionalProperties" =>
            value is not JsonObject map || map.All(pair => schema["properties"]?[pair.Key] is not null || Accepts(rule, pair.Value)),
        _ => throw new NotSupportedException(keyword),
    };

    private static bool IsType(string type, JsonNode? value) => type switch
    {
        "object" => value is JsonObject,
        "array" => value is JsonArray,
        "string" => value?.GetValueKind() == System.Text.Json.JsonValueKind.String,
        "integer" or "number" => value?.GetValueKind() == System.Text.Json.JsonValueKind.Number,
        "boolean" => value?.GetValueKind() is System.Text.Json.JsonValueKind.True or System.Text.Json.JsonValueKind.False,
        _ => throw new NotSupportedException(type),
    };
}
