using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Web;
using SgWatch.EndToEnd.Lambda;
using SgWatch.EndToEnd.Tools;

namespace SgWatch.EndToEnd.Stack;

/// <summary>A call to AWS, as an IAM policy names it.</summary>
/// <param name="Action">Such as <c>ec2:DescribeVpcs</c>.</param>
/// <param name="Resource">Its ARN, or <c>*</c> where the action knows no resource.</param>
internal sealed partial record RecordedCall(string Action, string Resource)
{
    private static readonly string[] NeedsNoPermission = ["sts:GetCallerIdentity"]; // STS API Reference, GetCallerIdentity

    /// <summary>The different calls in one of moto's recordings that were signed with one access key.</summary>
    /// <exception cref="InvalidOperationException">A call isn't known here: add it.</exception>
    public static IReadOnlyList<RecordedCall> Read(IEnumerable<string> lines, string accessKeyId) =>
        [.. lines.SelectMany(Requests).SelectMany(request => Of(request, accessKeyId))
            .Where(call => !NeedsNoPermission.Contains(call.Action)).Distinct()];

    // moto writes a long request and its line break apart, so another thread's request may stand in the same line
    private static List<JsonElement> Requests(string line)
    {
        var requests = new List<JsonElement>();
        var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(line), new JsonReaderOptions { AllowMultipleValues = true });
        while (reader.Read())
        {
            requests.Add(JsonElement.ParseValue(ref reader));
        }
        return requests;
    }

    private static IEnumerable<RecordedCall> Of(JsonElement request, string accessKeyId)
    {
        var headers = request.GetProperty("headers").EnumerateObject()
            .ToDictionary(header => header.Name, header => header.Value.GetString()!, StringComparer.OrdinalIgnoreCase);
        if (!headers.TryGetValue("Authorization", out var authorization)
            || Scope().Match(authorization) is not { Success: true } scope
            || scope.Groups["key"].Value != accessKeyId)
        {
            return [];
        }
        var (service, region) = (scope.Groups["service"].Value, scope.Groups["region"].Value);
        var body = Body(request);
        string Arn(string name, string kind = "") => $"arn:aws:{service}:{region}:{OpenedEvent.Account}:{kind}{name}";
        switch (service)
        {
            case "ec2" or "sns" or "sts":
                var form = HttpUtility.ParseQueryString(body);
                var action = $"{service}:{form["Action"]}";
                return [new(action, form["TopicArn"] ?? form["RoleArn"] ?? action switch
                {
                    _ when form["GroupId"] is { } group => Arn(group, "security-group/"),
                    _ when form["PrefixListId"] is { } list => Arn(list, "prefix-list/"),
                    _ => "*",
                })];
            case "s3":
                var url = new Uri(request.Text("url"));
                var isVersion = HttpUtility.ParseQueryString(url.Query)["versionId"] is not null;
                var s3Action = request.Text("method") switch
                {
                    "GET" or "HEAD" => isVersion ? "s3:GetObjectVersion" : "s3:GetObject",
                    "PUT" => "s3:PutObject",
                    _ => throw Unknown(request),
                };
                return [new(s3Action, $"arn:aws:s3:::{url.AbsolutePath.TrimStart('/')}")];
            case "cloudtrail" or "servicequotas":
                return [new($"{service}:{headers["X-Amz-Target"].Split('.')[^1]}", "*")];
            case "sqs":
                // a batch needs the permission of one (SQS Developer Guide, Amazon SQS API permissions)
                var single = headers["X-Amz-Target"].Split('.')[1].Replace("Batch", "", StringComparison.Ordinal);
                return [new($"sqs:{single}", Arn(Json(body).Text("QueueUrl").Split('/')[^1]))];
            case "dynamodb":
                return Items(headers["X-Amz-Target"].Split('.')[1], Json(body))
                    .Select(item => new RecordedCall($"dynamodb:{item.Action}", Arn(item.Table, "table/")));
            default:
                throw Unknown(request);
        }
    }

    // a transaction needs the permission of each of its parts (DynamoDB Developer Guide, "Using IAM with DynamoDB transactions")
    private static IEnumerable<(string Action, string Table)> Items(string action, JsonElement body) => action switch
    {
        "TransactWriteItems" => body.GetProperty("TransactItems").EnumerateArray().SelectMany(item => item.EnumerateObject())
            .Select(part => ($"{part.Name}Item", part.Value.Text("TableName"))),
        "TransactGetItems" => body.GetProperty("TransactItems").EnumerateArray().SelectMany(item => item.EnumerateObject())
            .Select(part => ("GetItem", part.Value.Text("TableName"))),
        "BatchWriteItem" or "BatchGetItem" => body.GetProperty("RequestItems").EnumerateObject().Select(table => (action, table.Name)),
        _ when body.TryGetProperty("IndexName", out var index) => [(action, $"{body.Text("TableName")}/index/{index.GetString()}")],
        _ => [(action, body.Text("TableName"))],
    };

    private static string Body(JsonElement request)
    {
        var body = request.GetProperty("body");
        return request.GetProperty("body_encoded").GetBoolean()
            ? Encoding.UTF8.GetString(body.GetBytesFromBase64())
            : body.GetString() ?? "";
    }

    private static JsonElement Json(string body) => JsonDocument.Parse(body).RootElement;

    private static InvalidOperationException Unknown(JsonElement request) =>
        new($"Unknown call; add the permission that it needs: {request}");

    [GeneratedRegex("Credential=(?<key>[^/]+)/[0-9]+/(?<region>[^/]+)/(?<service>[^/]+)/aws4_request")]
    private static partial Regex Scope();
}
