using System.Text.Json.Serialization;

namespace SgWatch.Incidents;

/// <summary>The JSON of <see cref="PolicyNotification"/>.</summary>
internal sealed record PolicyProblemMessage(string Schema, string Problem, string InForce, string Sha256, string Mode);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(PolicyProblemMessage))]
internal sealed partial class PolicyMessages : JsonSerializerContext;
