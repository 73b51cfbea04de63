using System.Globalization;
using Amazon.DynamoDBv2.Model;
using SgWatch.Guard.Ports;
using SgWatch.Guard.Remembering;
using SgWatch.Verdicts.Baselines;

namespace SgWatch.Aws.Dynamo;

/// <summary>A memory as an item of the incidents' table: its compressed body, and what it is found by and versioned with.</summary>
/// <remarks>
/// The key is <c>pk base/ACCOUNT/REGION</c> and <c>sk sg-…</c>, or <c>sk #region</c> for the account and region as a whole. The item
/// <c>pk base</c>, <c>sk ACCOUNT/REGION</c> says that an account and region has a memory. No item expires, and none is in the index
/// <c>recent</c>. The values below are the attributes' stored names. They stay as they are, because tables hold them.
/// </remarks>
internal static class MemoryItem
{
    public const string Version = "v";
    public const string SettledAt = "settledAt";
    public const string RegionSort = "#region";
    public const string RegionsGroup = "base";

    private const string Schema = "schema";

    public static Dictionary<string, AttributeValue> Of(string group, GroupMemory memory, long version)
    {
        var item = Item(group, memory.GroupId, MemoryJson.Write(memory), version);
        item[SettledAt] = new(Time(memory.SettledAt));
        return item;
    }

    public static Dictionary<string, AttributeValue> Of(string group, RegionMemory memory, long version) =>
        Item(group, RegionSort, MemoryJson.Write(memory), version);

    public static Dictionary<string, AttributeValue> Key(string group, string sort) =>
        new() { [IncidentItem.Group] = new(group), [IncidentItem.Sort] = new(sort) };

    /// <summary>The group's memory. One that is another group's, or that can't be understood, is none.</summary>
    public static Versioned<GroupMemory> ReadGroup(Dictionary<string, AttributeValue> item)
    {
        var memory = MemoryJson.ReadGroup(Body(item));
        return new(memory?.GroupId == item[IncidentItem.Sort].S ? memory : null, VersionOf(item));
    }

    public static Versioned<RegionMemory> ReadRegion(Dictionary<string, AttributeValue> item) =>
        new(MemoryJson.ReadRegion(Body(item)), VersionOf(item));

    public static long VersionOf(Dictionary<string, AttributeValue> item) => IncidentItem.Number(item, Version);

    /// <summary>A time as text, whose order is the order of the times.</summary>
    public static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("O", CultureInfo.InvariantCulture);

    private static Dictionary<string, AttributeValue> Item(string group, string sort, byte[] body, long version)
    {
        var item = Key(group, sort);
        item[Version] = IncidentItem.Number(version);
        item[Schema] = IncidentItem.Number(MemoryJson.Schema);
        item[IncidentItem.Body] = new() { B = new(body) };
        return item;
    }

    private static byte[] Body(Dictionary<string, AttributeValue> item) =>
        item.GetValueOrDefault(IncidentItem.Body)?.B?.ToArray() ?? [];
}
