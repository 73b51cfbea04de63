using System.Globalization;
using System.Text;

namespace SgWatch.Bench.Judge;

/// <summary>Writes what is as hard to judge as can be.</summary>
internal static class WorstFiles
{
    /// <summary>Groups of 60 rules, each of a prefix list of its own with 1,000 entries of which none touches the next.</summary>
    public static void PrefixLists(string path, int groups)
    {
        var random = new Random(20260802);
        using var file = Open(path);
        for (var group = 0; group < groups; group++)
        {
            var rules = Enumerable.Range(0, 60).Select(i => $"\"ingress tcp/{Number(1000 + (i * 7))}-{Number(2000 + (i * 11))} from pl-{Number(i)}\"");
            var lists = Enumerable.Range(0, 60).Select(i => $"\"pl-{Number(i)}\":[{string.Join(',', Enumerable.Range(0, 1000).Select(_ => $"\"{Block(random)}\""))}]");
            file.Write($"{{\"group\":{{\"id\":\"sg-{Number(group)}\",\"name\":\"web\"}},\"rules\":[{string.Join(',', rules)}],\"prefixLists\":{{{string.Join(',', lists)}}}}}\n");
        }
    }

    /// <summary>Groups of 256 rules that open one port to the world together, each to a 256th of it.</summary>
    public static void SplitWorld(string path, int groups)
    {
        using var file = Open(path);
        file.Write("{\"SecurityGroupRules\":[");
        for (var rule = 0; rule < groups * 256; rule++)
        {
            file.Write($$"""
                {{(rule == 0 ? "" : ",\n")}}{"SecurityGroupRuleId":"sgr-{{rule:x17}}","GroupId":"sg-{{rule / 256:x17}}","GroupOwnerId":"111122223333","IsEgress":false,"IpProtocol":"tcp","FromPort":22,"ToPort":22,"CidrIpv4":"{{rule % 256}}.0.0.0/8","Tags":[]}
                """);
        }
        file.Write("]}\n");
    }

    /// <summary>A policy with 1,000 more networks: ten blocks each, and the network before, so that the last holds 10,000 blocks; fifty guardrails permit some of them.</summary>
    public static string Networks(string policy)
    {
        var random = new Random(20260803);
        var (networks, guardrails) = (new StringBuilder("networks:\n"), new StringBuilder());
        for (var i = 0; i < 1000; i++)
        {
            var blocks = Enumerable.Range(0, 10).Select(_ => Block(random));
            networks.Append(CultureInfo.InvariantCulture, $"  n{i}: [{string.Join(", ", i == 0 ? blocks : blocks.Append($"n{i - 1}"))}]\n");
            if (i % 20 == 19)
            {
                guardrails.Append(CultureInfo.InvariantCulture, $"  - {{ name: only-n{i}, forbid: [{{ ingress: tcp/{i}, from: internet }}], allow: [{{ ingress: tcp/{i}, from: n{i} }}] }}\n");
            }
        }
        return policy.Replace("networks:\n", networks.ToString(), StringComparison.Ordinal) + guardrails;
    }

    /// <summary>A policy with one more network, of 40,000 blocks: about as large as a policy may be.</summary>
    public static string Blocks(string policy)
    {
        var random = new Random(20260804);
        return policy.Replace("networks:\n", $"networks:\n  blocks: [{string.Join(", ", Enumerable.Range(0, 40_000).Select(_ => Block(random)))}]\n", StringComparison.Ordinal);
    }

    private static string Block(Random random) => string.Create(CultureInfo.InvariantCulture, $"{random.Next(1, 224)}.{random.Next(256)}.{random.Next(256)}.{random.Next(16) * 16}/28");

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static StreamWriter Open(string path) => new(path, append: false, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), 1 << 20);
}
