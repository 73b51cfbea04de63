using System.Collections.Immutable;
using System.Text.Json;
using SgWatch.Changes;
using SgWatch.Text;

namespace SgWatch.Events;

/// <summary>The calls that change the entries of prefix lists: which groups to inspect, and whether rules through a list count as
/// new.</summary>
internal static class PrefixListCalls
{
    /// <summary>CreateManagedPrefixList. A rule that uses the list has an event of its own.</summary>
    public static ImmutableArray<Hint> Create(CallParameters call) => UsersOf(call.Response.Field("prefixList"), mayAdmitMore: false);

    /// <summary>ModifyManagedPrefixList. Only entries that are added, or IPAM that may add some, admit more.</summary>
    public static ImmutableArray<Hint> Modify(CallParameters call) =>
        call.IsCut || call.Request.ValueKind != JsonValueKind.Object ? UsersOf(call.Request, mayAdmitMore: true)
        : AddsEntries(call.Request) ? WithNextVersion(call, UsersOf(call.Request, mayAdmitMore: true))
        : UsersOf(call.Request, IsFilledByIpam(call.Request));

    /// <summary>RestoreManagedPrefixListVersion. The event doesn't say which entries come back.</summary>
    public static ImmutableArray<Hint> Restore(CallParameters call) => WithNextVersion(call, UsersOf(call.Request, mayAdmitMore: true));

    /// <summary>The calls that make or change a resolver of IPAM, or the list that it fills.</summary>
    /// <remarks>
    /// A list is filled some time after the call, and no event reports that; so each sweep reads lists anew. Inspected at once are the
    /// users of the list that the call names, or else every group. A list of another region is left to the sweep there.
    /// </remarks>
    /// <param name="call">The call.</param>
    /// <param name="region">The region of the event. Null if it doesn't say.</param>
    public static ImmutableArray<Hint> Resolve(CallParameters call, string? region)
    {
        JsonElement[] targets = [call.Request, call.Response.Field("ipamPrefixListResolverTarget")];
        var listRegion = targets.Select(target => target.Field("prefixListRegion").Region()).FirstOrDefault(name => name is not null);
        var target = targets.FirstOrDefault(target => target.Field("prefixListId").PrefixListId() is not null);
        return listRegion is null || region is null || listRegion == region ? UsersOf(target, mayAdmitMore: true) : [];
    }

    private static ImmutableArray<Hint> UsersOf(JsonElement names, bool mayAdmitMore) => names.Field("prefixListId").PrefixListId() switch
    {
        null => [new(new Target.EveryGroup())],
        var id when mayAdmitMore => [new(new Target.UsersOf(id), ChangeKind.PrefixList) { PrefixListIds = [id] }],
        var id => [new(new Target.UsersOf(id))],
    };

    // a call that changes entries names the version that it found, and makes the next one
    private static ImmutableArray<Hint> WithNextVersion(CallParameters call, ImmutableArray<Hint> hints) =>
        call.Request.Field("currentVersion").TryInteger(out var version) && version is { } found
            ? [.. hints.Select(hint => hint.PrefixListIds.IsEmpty ? hint : hint with { PrefixListVersion = found + 1L })]
            : hints;

    // AddEntry, or another name that begins with "add"
    private static bool AddsEntries(JsonElement request) => request.EnumerateObject().Any(property =>
        property.Name.StartsWith("add", StringComparison.OrdinalIgnoreCase) && !property.Value.IsEmpty());

    // IpamPrefixListSyncEnabled
    private static bool IsFilledByIpam(JsonElement request) => request.EnumerateObject().Any(property =>
        property.Name.StartsWith("ipam", StringComparison.OrdinalIgnoreCase) && property.Value.Text() is not (null or "false"));
}
