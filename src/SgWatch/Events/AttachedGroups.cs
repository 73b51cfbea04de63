using System.Text.Json;
using SgWatch.Changes;
using SgWatch.Text;

namespace SgWatch.Events;

/// <summary>The groups that a call put on an interface, an instance or a VPC.</summary>
internal static class AttachedGroups
{
    /// <summary>Reads their ids: from the response where it has them, for EC2 fills in defaults there, else from the request.</summary>
    public static IEnumerable<string> Read(CallParameters call)
    {
        var (request, response, _) = call;
        var instances = response.Field("instancesSet").List().ToList();
        JsonElement[] made = [.. instances, .. instances.SelectMany(Interfaces), response.Field("networkInterface")];
        var real = made.SelectMany(Groups).ToList();
        JsonElement[] asked = [request, .. Interfaces(request), .. request.Field("networkInterface").List()];
        return real.Count > 0 ? real : asked.SelectMany(place => Groups(place).Concat(Ids(place)));
    }

    private static IEnumerable<JsonElement> Interfaces(JsonElement element) => element.Field("networkInterfaceSet").List();

    private static IEnumerable<string> Groups(JsonElement element) =>
        element.Field("groupSet").List().Select(group => group.Field("groupId").GroupId()!).Where(id => id is not null);

    // the newer serialisation has the request's own names, and lists of bare ids
    private static IEnumerable<string> Ids(JsonElement element) => element.Field("groupId").List()
        .Concat(element.Field("securityGroupId").List()).Select(id => id.GroupId()!).Where(id => id is not null);
}
