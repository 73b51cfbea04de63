using System.Text.Json;
using SgWatch.Changes;
using SgWatch.Text;

namespace SgWatch.Events;

/// <summary>The groups that a call attached to an interface, an instance, an endpoint or a VPC.</summary>
internal static class AttachedGroups
{
    private static readonly string[] IdFields =
        ["groupId", "securityGroupId", "securityGroupIds", "securityGroupIdSet", "addSecurityGroupId", "addSecurityGroupIds"];

    /// <summary>Reads their ids from the response, because EC2 fills in defaults there. If it has none, they are read from the
    /// request.</summary>
    public static IEnumerable<string> Read(CallParameters call)
    {
        var (request, response, _) = call;
        var instances = response.Field("instancesSet").List().ToList();
        JsonElement[] created =
        [
            .. instances,
            .. instances.SelectMany(Interfaces),
            response.Field("networkInterface"),
            response.Field("vpcEndpoint"),
            response.Field("instanceConnectEndpoint"),
        ];
        var attached = created.SelectMany(Groups).Concat(Ids(response.Field("instanceConnectEndpoint"))).ToList();
        JsonElement[] requested = [request, .. Interfaces(request), .. request.Field("networkInterface").List()];
        return attached.Count > 0 ? attached : requested.SelectMany(element => Groups(element).Concat(Ids(element)));
    }

    private static IEnumerable<JsonElement> Interfaces(JsonElement element) => element.Field("networkInterfaceSet").List();

    private static IEnumerable<string> Groups(JsonElement element) =>
        element.Field("groupSet").List().Select(group => group.Field("groupId").GroupId()!).Where(id => id is not null);

    // the newer serialisation has the request's own names and plain lists of ids
    private static IEnumerable<string> Ids(JsonElement element) => IdFields
        .SelectMany(name => element.Field(name).List())
        .Select(id => id.GroupId()!)
        .Where(id => id is not null);
}
