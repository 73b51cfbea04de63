using System.Collections.Immutable;
using System.IO.Compression;
using System.Text;
using CsCheck;
using SgWatch.Addresses;
using SgWatch.Guard.Remembering;
using SgWatch.Rules;
using SgWatch.Traffic;
using SgWatch.Verdicts;
using SgWatch.Verdicts.Baselines;

namespace SgWatch.Tests.Guard.Remembering;

public sealed class MemoryJsonTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 28, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_groups_memory_reads_back_as_it_was() => AnyMemory.OfGroup.Holds(
        memory => Assert.Equal(MemoryText.Of(memory), MemoryText.Of(MemoryJson.ReadGroup(MemoryJson.Write(memory))!)),
        cases: 2000);

    [Fact]
    public void A_regions_memory_reads_back_as_it_was() => AnyMemory.OfRegion.Holds(
        memory => Assert.Equal(MemoryText.Of(memory), MemoryText.Of(MemoryJson.ReadRegion(MemoryJson.Write(memory))!)),
        cases: 2000);

    [Fact] // any bytes, a memory with some bytes changed, and JSON that isn't quite a memory
    public void No_bytes_break_the_reader() => Gen.Select(AnyMemory.OfGroup, Gen.Byte.Array[0, 60], Gen.Int[0, 3], Gen.Int[0, 400]).Sample(
        (memory, noise, kind, at) =>
        {
            var bytes = kind switch
            {
                0 => noise,
                1 => Overwritten(MemoryJson.Write(memory), noise, at),
                2 => Compress(Overwritten(MemoryJson.WriteJson(memory), noise, at)),
                _ => Compress(Encoding.UTF8.GetBytes(Misspelt(MemoryJson.WriteJson(memory), at))),
            };
            _ = MemoryJson.ReadGroup(bytes);
            _ = MemoryJson.ReadRegion(bytes);
        }, iter: Laws.Scaled(10_000));

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"schema":2,"group":"sg-1","settledAt":"2026-11-28T12:00:00Z"}""")]
    [InlineData("""{"schema":1,"group":null,"settledAt":"2026-11-28T12:00:00Z"}""")]
    [InlineData("""{"schema":1,"group":"sg-1","settledAt":"yesterday"}""")]
    [InlineData("""{"schema":1,"group":"sg-1","group":"sg-2","settledAt":"2026-11-28T12:00:00Z"}""")]
    [InlineData("""{"schema":1,"group":"sg-1","settledAt":"2026-11-28T12:00:00Z","rules":[{"rule":"any","since":"2026-11-28T12:00Z"}]}""")]
    [InlineData("""{"schema":1,"group":"\ud800","settledAt":"2026-11-28T12:00:00Z"}""")]
    public void What_is_no_memory_of_this_schema_is_none(string json) =>
        Assert.Null(MemoryJson.ReadGroup(Compress(Encoding.UTF8.GetBytes(json))));

    [Fact]
    public void Members_of_a_later_version_are_ignored() => Assert.NotNull(MemoryJson.ReadGroup(Compress(
        """{"schema":1,"group":"sg-1","settledAt":"2026-11-28T12:00:00Z","later":[{}]}"""u8.ToArray())));

    [Fact] // some kilobytes that would fill the function's memory
    public void What_grows_beyond_the_limit_is_none()
    {
        var bomb = Compress(new byte[64 << 20]);
        Assert.InRange(bomb.Length, 1, 100_000);
        Assert.Null(MemoryJson.ReadGroup(bomb));
    }

    [Fact] // a pattern that leaves more than 20 pieces of a rule: the rule then turns less easily, never more
    public void A_part_of_too_many_pieces_is_written_as_all()
    {
        var rule = RuleText.Parse("ingress tcp/22 from 0.0.0.0/0") with { SecurityGroupRuleId = "sgr-1" };
        var parts = Enumerable.Range(0, 21).Select(i => new CidrIpv4((uint)i << 25, 8)).ToArray();
        var counted = TrafficSet.Of(false, rule.Service, PeerSet.Of(AddressSet.Of(parts.Where((_, i) => i % 2 == 0), [])));
        var many = TrafficSet.Of(false, rule.Service, PeerSet.Of(AddressSet.Of(
            Enumerable.Range(0, 21).Select(i => new CidrIpv4((uint)(2 * i) << 24, 8)), [])));

        Assert.Equal(AdmittedTraffic.Of(rule, PrefixLists.None), Counted(rule, null, many));
        Assert.Equal(counted, Counted(rule, null, counted));
    }

    [Fact]
    public void All_of_a_list_of_AWS_is_whatever_the_rule_can_admit()
    {
        var rule = RuleText.Parse("ingress tcp/22 from pl-1") with { SecurityGroupRuleId = "sgr-1" };
        var list = AddressSet.Of(Enumerable.Range(0, 40).Select(i => new CidrIpv4((uint)i << 24, 9)), []);
        var counted = TrafficSet.Of(false, rule.Service, PeerSet.Of(list));

        Assert.Equal(TrafficSet.Of(false, rule.Service, PeerSet.Everything), Counted(rule, null, counted));
        Assert.Equal(counted, Counted(rule, list, counted));
    }

    [Theory] // an item of DynamoDB has at most 400 KB, and each KB costs
    [InlineData(4, 0, 400, 550)]
    [InlineData(60, 0, 1800, 2300)]
    [InlineData(1000, 0, 30_000, 34_000)]
    [InlineData(1000, 1000, 36_000, 41_000)]
    public void A_memory_is_small(int rules, int listEntries, int atLeast, int atMost)
    {
        var random = new Random(1);
        var list = AddressSet.Of(Enumerable.Range(0, listEntries).Select(_ => new CidrIpv4((uint)random.NextInt64(1L << 32), 28)), []);
        var memory = new GroupMemory("sg-0123456789abcdef0", Noon.AddTicks(1234567))
        {
            Rules = Enumerable.Range(0, rules).Select(i => Remembered(random, i, listEntries > 0 && i % 10 == 0 ? list : null))
                .ToImmutableSortedDictionary(rule => rule.Id, rule => rule, StringComparer.Ordinal),
            SettledUnder = ImmutableSortedDictionary<string, string>.Empty
                .Add("no-world-open-ingress", $"{random.NextInt64():x16}{random.NextInt64():x16}")
                .Add("admin-ports-only-from-trusted", $"{random.NextInt64():x16}{random.NextInt64():x16}"),
        };
        memory = memory with
        {
            Baseline =
            [
                .. memory.Rules.Values.Where((_, i) => i % 3 == 0)
                    .Select(rule => new BaselineEntry("admin-ports-only-from-trusted", rule.Content, BaselineReason.FirstLook, Noon)),
            ],
        };
        Assert.InRange(MemoryJson.Write(memory).Length, atLeast, atMost);
    }

    private static RememberedRule Remembered(Random random, int i, AddressSet? list)
    {
        var peer = list is null ? $"{new CidrIpv4((uint)random.NextInt64(1L << 32), random.Next(8, 33))}" : $"pl-0123456789abcdef{i % 3}";
        var rule = RuleText.Parse($"ingress tcp/{random.Next(65536)} from {peer}")
            with { SecurityGroupRuleId = $"sgr-0{random.NextInt64():x16}" };
        var content = new RememberedContent(rule, list);
        return new(content, i % 5 == 0 ? Noon.AddSeconds(-random.Next(10_000_000)) : Noon.AddTicks(1234567))
        {
            IsFirstLook = i % 5 != 0,
            MadeBy = i % 5 == 0 ? "arn:aws:iam::111122223333:role/deploy-pipeline" : null,
            Counted = ImmutableSortedDictionary<string, TrafficSet>.Empty.Add("no-world-open-ingress",
                list is null ? AdmittedTraffic.Of(rule, PrefixLists.None) : TrafficSet.Of(false, rule.Service, PeerSet.Of(list.Value))),
        };
    }

    private static TrafficSet Counted(SecurityGroupRule rule, AddressSet? list, TrafficSet counted)
    {
        var remembered = new RememberedRule(new(rule, list), Noon)
        {
            Counted = ImmutableSortedDictionary<string, TrafficSet>.Empty.Add("a", counted),
        };
        var memory = new GroupMemory("sg-1", Noon)
        {
            Rules = ImmutableSortedDictionary<string, RememberedRule>.Empty.Add(remembered.Id, remembered),
        };
        return MemoryJson.ReadGroup(MemoryJson.Write(memory))!.Rules[remembered.Id].Counted["a"];
    }

    private static byte[] Overwritten(byte[] bytes, byte[] noise, int at)
    {
        noise.AsSpan(0, Math.Min(noise.Length % 4, bytes.Length)).CopyTo(bytes.AsSpan(at % Math.Max(1, bytes.Length - 3)));
        return bytes;
    }

    // each text, number or name of the JSON becomes another kind of value
    private static string Misspelt(byte[] json, int at)
    {
        var text = Encoding.UTF8.GetString(json);
        string[] from = ["\"2026", "[", "true", "\"since\"", "\"list\":", "ingress", "0", ":\"", "null"];
        string[] to = ["7,\"", "{", "[]", "\"id\"", "\"list\":-", "\\ud800", "99999999999", ":0,\"", "true"];
        var which = at % from.Length;
        var found = text.IndexOf(from[which], Math.Min(at, text.Length), StringComparison.Ordinal);
        return found < 0 ? text : $"{text[..found]}{to[which]}{text[(found + from[which].Length)..]}";
    }

    private static byte[] Compress(byte[] json)
    {
        using var compressed = new MemoryStream();
        using (var zlib = new ZLibStream(compressed, CompressionLevel.Optimal))
        {
            zlib.Write(json);
        }
        return compressed.ToArray();
    }
}
