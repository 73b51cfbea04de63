using System.Text;
using System.Text.Json.Nodes;

namespace SgWatch.Tests.Events;

/// <summary>Damages messages, from one seed: as bytes, and as trees of JSON that stay JSON.</summary>
internal static class Mutation
{
    private static readonly string[] Words =
    [
        "Records", "body", "messageId", "eventSource", "aws:sqs", "ec2.amazonaws.com", "eventName", "AuthorizeSecurityGroupIngress",
        "ModifySecurityGroupRules", "RunInstances", "CreateTags", "requestParameters", "responseElements", "securityGroupRuleSet", "items",
        "item", "content", "tag", "groupId", "groupName", "sg-0a1b2c3d4e5f60718", "sg-", "ipPermissions", "ipProtocol", "-1", "tcp",
        "fromPort", "toPort", "ipRanges", "cidrIp", "0.0.0.0/0", "omitted", "detail", "detail-type", "Scheduled Event", "sgwatch", "look",
        "sweep", "messageType", "ConfigurationItemChangeNotification", "configurationItem", "configurationItemDiff", "changedProperties",
        "Configuration.IpPermissions.0", "updatedValue", "invokingEvent", "Type", "Notification", "Message", "{}", "[", "", "\n", "😀",
        "groups", "sourceSecurityGroupName", "errorCode", "SecurityGroupRule", "securityGroupRuleId", "sgr-1", "ModifyVpcEndpoint",
        "AddSecurityGroupId", "ModifyIpamPrefixListResolver", "prefixListId", "pl-0a1b2c3d4e5f60718", "prefixListRegion", "us-east-1",
    ];

    /// <summary>The bytes with one to four of them, or stretches of them, changed, doubled, taken out or cut off.</summary>
    public static byte[] OfBytes(byte[] bytes, Random random)
    {
        var result = bytes.ToList();
        for (var step = random.Next(1, 5); step > 0 && result.Count > 0; step--)
        {
            var at = random.Next(result.Count);
            var length = random.Next(1, Math.Min(40, result.Count - at) + 1);
            switch (random.Next(5))
            {
                case 0:
                    result[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 1:
                    result[at] = (byte)random.Next(256);
                    break;
                case 2:
                    result.InsertRange(at, result.GetRange(at, length));
                    break;
                case 3:
                    result.RemoveRange(at, length);
                    break;
                default:
                    result.RemoveRange(at, result.Count - at);
                    break;
            }
        }
        return [.. result];
    }

    /// <summary>The tree with one to four of its values deleted, doubled or replaced.</summary>
    public static byte[] OfTree(byte[] json, Random random)
    {
        var root = JsonNode.Parse(json)!;
        for (var step = random.Next(1, 5); step > 0; step--)
        {
            Change(root, random);
        }
        return Encoding.UTF8.GetBytes(root.ToJsonString());
    }

    /// <summary>Any JSON, of words that mean something to the reader.</summary>
    public static JsonNode? Tree(Random random, int depth) => random.Next(depth > 0 ? 9 : 6) switch
    {
        0 => null,
        1 => JsonValue.Create(random.Next(-2, 70000)),
        2 => JsonValue.Create(random.NextDouble() * 1e30),
        3 => JsonValue.Create(random.Next(2) == 0),
        4 or 5 => JsonValue.Create(Word(random)),
        6 => new JsonArray([.. Enumerable.Range(0, random.Next(4)).Select(_ => Tree(random, depth - 1))]),
        _ => Object(random, depth),
    };

    private static JsonObject Object(Random random, int depth)
    {
        var result = new JsonObject();
        for (var count = random.Next(6); count > 0; count--)
        {
            result[Word(random)] = Tree(random, depth - 1);
        }
        return result;
    }

    private static void Change(JsonNode root, Random random)
    {
        var parents = Containers(root).ToList();
        switch (parents[random.Next(parents.Count)])
        {
            case JsonObject { Count: > 0 } parent:
                var name = parent.ElementAt(random.Next(parent.Count)).Key;
                switch (random.Next(3))
                {
                    case 0:
                        parent.Remove(name);
                        break;
                    case 1:
                        parent[name] = Tree(random, 3);
                        break;
                    default:
                        parent[Word(random)] = parent[name]?.DeepClone();
                        break;
                }
                break;
            case JsonArray { Count: > 0 } parent:
                var at = random.Next(parent.Count);
                switch (random.Next(3))
                {
                    case 0:
                        parent.RemoveAt(at);
                        break;
                    case 1:
                        parent[at] = Tree(random, 3);
                        break;
                    default:
                        parent.Add(parent[at]?.DeepClone());
                        break;
                }
                break;
        }
    }

    private static IEnumerable<JsonNode> Containers(JsonNode node) => node switch
    {
        JsonObject parent => parent.Select(property => property.Value).OfType<JsonNode>().SelectMany(Containers).Prepend(node),
        JsonArray parent => parent.OfType<JsonNode>().SelectMany(Containers).Prepend(node),
        _ => [],
    };

    private static string Word(Random random) => Words[random.Next(Words.Length)];
}
