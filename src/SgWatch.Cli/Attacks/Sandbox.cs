using System.Collections.Immutable;
using System.Xml.Linq;
using SgWatch.Calls;
using SgWatch.Guard.Ports;
using SgWatch.Rules;

namespace SgWatch.Cli.Attacks;

/// <summary>What the suite makes in an account, and takes away again: a VPC of its own, groups, subnets, interfaces, prefix lists.</summary>
/// <param name="place">Where.</param>
/// <param name="name">The beginning of the name of everything made, by which what is left over can be found.</param>
internal sealed class Sandbox(AttackTarget place, string name)
{
    private const int MaxDeletes = 8;
    private const string VpcCidr = "10.199.0.0/16";

    // the calls that make something, and how the thing's id is called in the answer and in the call that deletes it
    private static readonly ImmutableDictionary<string, (string Element, string Delete, string Parameter)> Kinds =
        new Dictionary<string, (string, string, string)>
        {
            ["CreateVpc"] = ("vpcId", "DeleteVpc", "VpcId"),
            ["CreateSubnet"] = ("subnetId", "DeleteSubnet", "SubnetId"),
            ["CreateSecurityGroup"] = ("groupId", "DeleteSecurityGroup", "GroupId"),
            ["CreateNetworkInterface"] = ("networkInterfaceId", "DeleteNetworkInterface", "NetworkInterfaceId"),
            ["CreateManagedPrefixList"] = ("prefixListId", "DeleteManagedPrefixList", "PrefixListId"),
        }.ToImmutableDictionary();

    private readonly List<(string Region, string Action, string Id)> _made = [];
    private string? _vpcId;

    /// <summary>The beginning of the name of everything made.</summary>
    public string Name => name;

    /// <summary>How much was made so far.</summary>
    public int Count => _made.Count;

    /// <summary>The suite's VPC, made when it is first asked for.</summary>
    public async Task<string> VpcAsync()
    {
        if (_vpcId is null)
        {
            var made = await CallAsync(place.Region, "CreateVpc", [
                new("CidrBlock", VpcCidr), new("TagSpecification.1.ResourceType", "vpc"),
                new("TagSpecification.1.Tag.1.Key", "Name"), new("TagSpecification.1.Tag.1.Value", Name)]);
            _vpcId = Text(made, "vpcId");
        }
        return _vpcId;
    }

    /// <summary>Makes a group with its legitimate rules; null where it is to be in the default VPC and there is none.</summary>
    public async Task<string?> CreateGroupAsync(Attack attack, AttackGroup group, Func<string, string> fill, CancellationToken cancellationToken)
    {
        List<KeyValuePair<string, string>> parameters =
            [new("GroupName", NameOf(attack, group)), new("GroupDescription", "Made by sgwatch attack and may be deleted")];
        if (!group.IsInDefaultVpc)
        {
            parameters.Add(new("VpcId", await VpcAsync()));
        }
        var created = await Ec2Async(place.Region, "CreateSecurityGroup", parameters);
        if (created is CallResult<XElement>.Failed({ Code: "VPCIdNotSpecified" or "DefaultVpcDoesNotExist" }))
        {
            return null;
        }
        var id = Text(Ok(created), "groupId");
        var groups = place.Groups(place.Region);
        var now = await ReadAsync(groups, id, cancellationToken);
        if (!group.KeepsEgress)
        {
            await RevokeAsync(groups, now);
        }
        foreach (var direction in group.Rules.Select(rule => RuleText.Parse(fill(rule))).GroupBy(rule => rule.IsEgress))
        {
            Ok(await place.RetryAsync(() => groups.AuthorizeAsync(id, direction.Key, [.. direction], CancellationToken.None), CancellationToken.None));
        }
        return id;
    }

    /// <summary>What a group is called.</summary>
    public string NameOf(Attack attack, AttackGroup group) => $"{Name}-{attack.Number:00}-{group.Name}";

    /// <summary>Does a call of an attack. It is not cut short, so that what it makes is known.</summary>
    public async Task<CallResult<XElement>> Ec2Async(string region, string action, IEnumerable<KeyValuePair<string, string>> parameters)
    {
        var answer = await place.Ec2Async(region, action, parameters, CancellationToken.None);
        if (answer is CallResult<XElement>.Ok(var xml) && Kinds.TryGetValue(action, out var kind))
        {
            _made.Add((region, action, Text(xml, kind.Element)));
        }
        return answer;
    }

    /// <summary>Takes everything away that was made after the first so many.</summary>
    /// <returns>What couldn't be.</returns>
    public async Task<ImmutableArray<string>> CleanAsync(int keep, CancellationToken cancellationToken)
    {
        var left = ImmutableArray.CreateBuilder<string>();
        var doomed = _made[keep..];
        _made.RemoveRange(keep, doomed.Count);
        doomed.Reverse();
        foreach (var (region, _, id) in doomed.Where(thing => thing.Action == "CreateSecurityGroup"))
        {
            // groups may name each other, and none goes that is named
            if (await place.RetryAsync(() => place.Groups(region).ReadAsync(id, cancellationToken), cancellationToken) is CallResult<SecurityGroup>.Ok(var group))
            {
                await RevokeAsync(place.Groups(region), group);
            }
        }
        foreach (var (region, action, id) in doomed)
        {
            if (await DeleteAsync(region, action, id, cancellationToken) is { } failure)
            {
                left.Add($"{id} in {region}: {failure.Code}: {failure.Message}");
            }
        }
        return left.ToImmutable();
    }

    /// <summary>The text of the first element of this name.</summary>
    public static string Text(XElement answer, string element) => Find(answer, element)
        ?? throw new AttackFailedException($"{answer.Name.LocalName} has no {element}");

    public static string? Find(XElement answer, string element) =>
        answer.Descendants().FirstOrDefault(descendant => descendant.Name.LocalName == element)?.Value;

    private async Task<CallFailure?> DeleteAsync(string region, string action, string id, CancellationToken cancellationToken)
    {
        var (_, delete, parameter) = Kinds[action];
        for (var tries = 1; ; tries++)
        {
            var answer = await place.Ec2Async(region, delete, [new(parameter, id)], cancellationToken);
            if (answer is not CallResult<XElement>.Failed(var failure) || failure.Kind == CallFailureKind.NotFound)
            {
                return null;
            }
            if (tries == MaxDeletes || failure.Kind == CallFailureKind.Refused)
            {
                return failure;
            }
            await Task.Delay(place.LookAgainAfter * tries, place.Time, cancellationToken); // what it waits for may not be gone everywhere yet
        }
    }

    // the guard may be quicker; then there is nothing left to revoke
    private async Task RevokeAsync(ISecurityGroups groups, SecurityGroup group)
    {
        foreach (var direction in group.Rules.GroupBy(rule => rule.IsEgress))
        {
            ImmutableArray<string> ids = [.. direction.Select(rule => rule.SecurityGroupRuleId!)];
            var all = await place.RetryAsync(() => groups.RevokeAsync(group.GroupId, direction.Key, ids, CancellationToken.None), CancellationToken.None);
            foreach (var id in all is CallResult<Done>.Failed ? ids : [])
            {
                await place.RetryAsync(() => groups.RevokeAsync(group.GroupId, direction.Key, [id], CancellationToken.None), CancellationToken.None);
            }
        }
    }

    private async Task<SecurityGroup> ReadAsync(ISecurityGroups groups, string id, CancellationToken cancellationToken)
    {
        for (var looks = 1; ; looks++)
        {
            var read = await place.RetryAsync(() => groups.ReadAsync(id, cancellationToken), cancellationToken);
            if (read is CallResult<SecurityGroup>.Failed({ Kind: CallFailureKind.NotFound }) && looks < MaxDeletes)
            {
                await Task.Delay(place.LookAgainAfter * looks, place.Time, cancellationToken);
                continue;
            }
            return Ok(read);
        }
    }

    private async Task<XElement> CallAsync(string region, string action, IEnumerable<KeyValuePair<string, string>> parameters) =>
        Ok(await Ec2Async(region, action, parameters));

    private static T Ok<T>(CallResult<T> result) => result switch
    {
        CallResult<T>.Ok(var value) => value,
        CallResult<T>.Failed(var failure) => throw new AttackFailedException($"{failure.Operation}: {failure.Code}: {failure.Message}"),
        _ => throw new System.Diagnostics.UnreachableException("A call neither succeeded nor failed."),
    };
}
