using System.Globalization;
using System.Text;

namespace SgWatch.Bench.Judge;

/// <summary>Writes groups and policies that are as hard to judge as possible.</summary>
internal static class WorstFiles
{
    /// <summary>Groups of 60 rules. Each rule has its own prefix list with 1,000 entries, which don't touch each other.</summary>
    public static void PrefixLists(string path, int groups)
    {
        var random = new Random(20260802);
        using var file = Open(path);
        for (var group = 0; group < groups; group++)
        {
            var rules = Enumerable.Range(0, 60)
                .Select(i => $"ingress tcp/{Number(1000 + (i * 7))}-{Number(2000 + (i * 11))} from pl-{Number(i)}");
            var lists = Enumerable.Range(0, 60).Select(i => $"\"pl-{Number(i)}\":[{Quoted(Blocks(random, 1000))}]");
            file.Write($$"""{"group":{"id":"sg-{{Number(group)}}","name":"web"},""");
            file.Write($"\"rules\":[{Quoted(rules)}],");
            file.Write($"\"prefixLists\":{{{string.Join(',', lists)}}}}}\n");
        }
    }

    /// <summary>Groups of 256 rules that together open one port to the world; each rule opens it to a 256th.</summary>
    public static void SplitWorld(string path, int groups)
    {
        using var file = Open(path);
        file.Write("{\"SecurityGroupRules\":[");
        for (var rule = 0; rule < groups * 256; rule++)
        {
            file.Write(rule == 0 ? "" : ",\n");
            file.Write($$"""{"SecurityGroupRuleId":"sgr-{{rule:x17}}","GroupId":"sg-{{rule / 256:x17}}","GroupOwnerId":"111122223333",""");
            file.Write("\"IsEgress\":false,\"IpProtocol\":\"tcp\",\"FromPort\":22,\"ToPort\":22,");
            file.Write($"\"CidrIpv4\":\"{rule % 256}.0.0.0/8\",\"Tags\":[]}}");
        }
        file.Write("]}\n");
    }

    /// <summary>A policy with 1,000 more networks, of which fifty guardrails permit some.</summary>
    /// <remarks>Each network has ten blocks and the network before it, so that the last one has 10,000 blocks.</remarks>
    public static string Networks(string policy)
    {
        var random = new Random(20260803);
        var (networks, guardrails) = (new StringBuilder("networks:\n"), new StringBuilder());
        for (var i = 0; i < 1000; i++)
        {
            var blocks = Blocks(random, 10);
            var all = string.Join(", ", i == 0 ? blocks : blocks.Append($"n{i - 1}"));
            networks.Append(CultureInfo.InvariantCulture, $"  n{i}: [{all}]\n");
            if (i % 20 == 19)
            {
                guardrails.Append(CultureInfo.InvariantCulture, $"  - {{ name: only-n{i}, ");
                guardrails.Append(CultureInfo.InvariantCulture, $"forbid: [{{ ingress: tcp/{i}, from: internet }}], ");
                guardrails.Append(CultureInfo.InvariantCulture, $"allow: [{{ ingress: tcp/{i}, from: n{i} }}] }}\n");
            }
        }
        return policy.Replace("networks:\n", networks.ToString(), StringComparison.Ordinal) + guardrails;
    }

    /// <summary>A policy with one more network, of 40,000 blocks: about as large as a policy may be.</summary>
    public static string Blocks(string policy)
    {
        var blocks = string.Join(", ", Blocks(new Random(20260804), 40_000));
        return policy.Replace("networks:\n", $"networks:\n  blocks: [{blocks}]\n", StringComparison.Ordinal);
    }

    private static IEnumerable<string> Blocks(Random random, int count) => Enumerable.Range(0, count).Select(_ => Block(random));

    private static string Quoted(IEnumerable<string> texts) => string.Join(',', texts.Select(text => $"\"{text}\""));

    private static string Block(Random random) => string.Create(
        CultureInfo.InvariantCulture, $"{random.Next(1, 224)}.{random.Next(256)}.{random.Next(256)}.{random.Next(16) * 16}/28");

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static StreamWriter Open(string path) =>
        new(path, append: false, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), 1 << 20);
}
