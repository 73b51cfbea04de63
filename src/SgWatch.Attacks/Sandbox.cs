using System.Collections.Immutable;
using System.Xml.Linq;
using SgWatch.Calls;
using SgWatch.Guard.Ports;
using SgWatch.Rules;

namespace SgWatch.Attacks;

/// <summary>What the suite makes in an account, and deletes again: a VPC of its own, groups, subnets, interfaces, prefix lists.</summary>
/// <param name="target">Where.</param>
/// <param name="name">How every name begins, so that what is left over can be found.</param>
internal sealed class Sandbox(AttackTarget target, string name)
{
    private const int MaxTries = 8;
    private const string VpcCidr = "10.199.0.0/16";

    // the calls that make something: the id's element in the answer, and the call that deletes it, with its parameter
    private static readonly ImmutableDictionary<string, (string Element, string Delete, string Parameter)> Kinds =
        new Dictionary<string, (string, string, string)>
        {
            ["CreateVpc"] = ("vpcId", "DeleteVpc", "VpcId"),
            ["CreateSubnet"] = ("subnetId", "DeleteSubnet", "SubnetId"),
            ["CreateSecurityGroup"] = ("groupId", "DeleteSecurityGroup", "GroupId"),
            ["CreateNetworkInterface"] = ("networkInterfaceId", "DeleteNetworkInterface", "NetworkInterfaceId"),
            ["CreateManagedPrefixList"] = ("prefixListId", "DeleteManagedPrefixList", "PrefixListId"),
        }.ToImmutableDictionary();

    private readonly List<Made> _made = [];
    private string? _vpcId;

    /// <summary>How every name begins.</summary>
    public string Name => name;

    /// <summary>How much was made so far.</summary>
    public int Count => _made.Count;

    /// <summary>The suite's VPC. It is made at the first call.</summary>
    public async Task<string> VpcAsync()
    {
        if (_vpcId is null)
        {
            var made = Ok(await Ec2Async(target.Region, "CreateVpc", [
                new("CidrBlock", VpcCidr), new("TagSpecification.1.ResourceType", "vpc"),
                new("TagSpecification.1.Tag.1.Key", "Name"), new("TagSpecification.1.Tag.1.Value", Name)]));
            _vpcId = Text(made, "vpcId");
        }
        return _vpcId;
    }

    /// <summary>Makes a group with its legitimate rules. Null if it is to be in the default VPC and there is none.</summary>
    public async Task<string?> CreateGroupAsync(
        Attack attack, AttackGroup group, Func<string, string> fill, CancellationToken cancellationToken)
    {
        List<KeyValuePair<string, string>> parameters =
            [new("GroupName", NameOf(attack, group)), new("GroupDescription", "Made by sgwatch attack and may be deleted")];
        if (!group.IsInDefaultVpc)
        {
            parameters.Add(new("VpcId", await VpcAsync()));
        }
        var created = await Ec2Async(target.Region, "CreateSecurityGroup", parameters);
        if (created.FailureOrNull is { Code: "VPCIdNotSpecified" or "DefaultVpcDoesNotExist" })
        {
            return null;
        }
        var id = Text(Ok(created), "groupId");
        var groups = target.Groups(target.Region);
        var now = await ReadAsync(groups, id, cancellationToken);
        if (!group.KeepsEgress)
        {
            await RevokeAsync(groups, now);
        }
        foreach (var direction in group.Rules.Select(rule => RuleText.Parse(fill(rule))).GroupBy(rule => rule.IsEgress))
        {
            Ok(await target.RetryAsync(
                () => groups.AuthorizeAsync(id, direction.Key, [.. direction], CancellationToken.None), CancellationToken.None));
        }
        return id;
    }

    /// <summary>A group's name.</summary>
    public string NameOf(Attack attack, AttackGroup group) => $"{Name}-{attack.Number:00}-{group.Name}";

    /// <summary>Makes a call of an attack. It can't be cancelled, so that the suite knows what the call made.</summary>
    public async Task<CallResult<XElement>> Ec2Async(
        string region, string action, IEnumerable<KeyValuePair<string, string>> parameters)
    {
        ImmutableArray<KeyValuePair<string, string>> sent = [.. parameters];
        var result = await target.Ec2Async(region, action, sent, CancellationToken.None);
        if (!result.TryGet(out var answer, out _))
        {
            return result;
        }
        if (Kinds.TryGetValue(action, out var kind))
        {
            var id = Text(answer, kind.Element);
            _made.Add(new(region, action, id, kind.Delete, [new(kind.Parameter, id)]));
        }
        else if (action == "AssociateSecurityGroupVpc")
        {
            _made.Add(new(region, action, sent.First(parameter => parameter.Key == "GroupId").Value, "DisassociateSecurityGroupVpc", sent));
        }
        return result;
    }

    /// <summary>Deletes everything but what was made first.</summary>
    /// <param name="keep">How much of what was made first stays.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>What couldn't be deleted.</returns>
    public async Task<ImmutableArray<string>> CleanUpAsync(int keep, CancellationToken cancellationToken)
    {
        var left = ImmutableArray.CreateBuilder<string>();
        var doomed = _made[keep..];
        _made.RemoveRange(keep, doomed.Count);
        doomed.Reverse();
        foreach (var thing in doomed.Where(thing => thing.Action == "CreateSecurityGroup"))
        {
            // groups may name each other, and EC2 deletes no group that another names
            var read = await target.RetryAsync(
                () => target.Groups(thing.Region).ReadAsync(thing.Id, cancellationToken), cancellationToken);
            if (read.TryGet(out var group, out _))
            {
                await RevokeAsync(target.Groups(thing.Region), group);
            }
        }
        foreach (var thing in doomed)
        {
            if (await DeleteAsync(thing, cancellationToken) is { } failure)
            {
                left.Add($"{thing.Id} in {thing.Region}: {failure.Code}: {failure.Message}");
            }
        }
        return left.ToImmutable();
    }

    /// <summary>The text of the first element of this name.</summary>
    /// <exception cref="AttackFailedException">There is none.</exception>
    public static string Text(XElement answer, string element) =>
        Find(answer, element) ?? throw new AttackFailedException($"{answer.Name.LocalName} has no {element}");

    /// <summary>The text of the first element of this name. Null if there is none.</summary>
    public static string? Find(XElement answer, string element) =>
        answer.Descendants().FirstOrDefault(descendant => descendant.Name.LocalName == element)?.Value;

    private async Task<CallFailure?> DeleteAsync(Made thing, CancellationToken cancellationToken)
    {
        for (var tries = 1; ; tries++)
        {
            var result = await target.Ec2Async(thing.Region, thing.Delete, thing.Parameters, cancellationToken);
            if (result.TryGet(out _, out var failure) || failure.Kind == CallFailureKind.NotFound)
            {
                return null;
            }
            if (tries == MaxTries || failure.Kind == CallFailureKind.Refused)
            {
                return failure;
            }
            // what depends on it may not be gone everywhere yet
            await Task.Delay(target.PollInterval * tries, target.Time, cancellationToken);
        }
    }

    // the guard may be faster, and then there is nothing left to revoke
    private async Task RevokeAsync(ISecurityGroups groups, SecurityGroup group)
    {
        foreach (var direction in group.Rules.GroupBy(rule => rule.IsEgress))
        {
            ImmutableArray<string> ids = [.. direction.Select(rule => rule.SecurityGroupRuleId!)];
            if (await TryRevokeAsync(ids))
            {
                continue;
            }
            foreach (var id in ids)
            {
                await TryRevokeAsync([id]);
            }

            async Task<bool> TryRevokeAsync(ImmutableArray<string> some) => (await target.RetryAsync(
                () => groups.RevokeAsync(group.GroupId, direction.Key, some, CancellationToken.None),
                CancellationToken.None)).TryGet(out _, out _);
        }
    }

    private async Task<SecurityGroup> ReadAsync(ISecurityGroups groups, string id, CancellationToken cancellationToken)
    {
        for (var tries = 1; ; tries++)
        {
            var read = await target.RetryAsync(() => groups.ReadAsync(id, cancellationToken), cancellationToken);
            if (tries == MaxTries || read.FailureOrNull is not { Kind: CallFailureKind.NotFound })
            {
                return Ok(read);
            }
            await Task.Delay(target.PollInterval * tries, target.Time, cancellationToken);
        }
    }

    private static T Ok<T>(CallResult<T> result) =>
        result.TryGet(out var value, out var failure) ? value : throw new AttackFailedException(failure);

    /// <summary>Something that the suite made.</summary>
    /// <param name="Region">Where.</param>
    /// <param name="Action">The call that made it.</param>
    /// <param name="Id">Its id.</param>
    /// <param name="Delete">The call that deletes it.</param>
    /// <param name="Parameters">That call's parameters.</param>
    private sealed record Made(
        string Region, string Action, string Id, string Delete, ImmutableArray<KeyValuePair<string, string>> Parameters);
}
