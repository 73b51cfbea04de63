using SgWatch.Calls;
using SgWatch.Changes;
using SgWatch.Guard.Ports;
using SgWatch.Lab;
using SgWatch.Lab.Api;
using SgWatch.Lab.Ec2;
using SgWatch.Rules;

namespace SgWatch.Tests.Guard;

/// <summary>The lab's EC2 for the guard's tests: an organisation without default VPCs, every call of which is written down.</summary>
internal sealed class LabEc2 : ISecurityGroupsProvider
{
    private const string OwnAccountId = "111122223333";
    private const string OwnRegion = "eu-west-1";

    private readonly LabOrganization _organization;
    private readonly Lock _lock = new();

    public LabEc2(TimeProvider? time = null) => _organization = new(OwnAccountId, OwnRegion, time ?? TimeProvider.System)
    {
        Prepare = account =>
        {
            (account.Settings.HasDefaultVpc, account.Settings.AllowsShortIds) = (false, true);
            account.BeforeCall = Note;
        },
    };

    /// <summary>How EC2 behaves in the guard's own account.</summary>
    public Ec2Settings Settings => Own.Settings;

    public int PageSize
    {
        set => Settings.MaxPageSize = value;
    }

    /// <summary>The groups as they are, by their id, in all accounts and the guard's own region.</summary>
    public IReadOnlyDictionary<string, SecurityGroup> Groups => _organization.Accounts
        .SelectMany(account => account.Groups(OwnRegion))
        .ToDictionary(group => group.GroupId);

    /// <summary>What was called, with the page of a listing and the rules of a change, such as <c>Revoke sgr-1 sgr-2</c>.</summary>
    public List<string> Calls { get; } = [];

    /// <summary>The incident that each change was said to be a part of.</summary>
    public List<string> ChangedFor { get; } = [];

    /// <summary>Runs before each call that changes something.</summary>
    public Action<LabEc2>? BeforeChange { get; set; }

    /// <summary>Is given each call's name.</summary>
    public Action<string>? OnCall { get; set; }

    /// <summary>The groups of the guard's own account and region.</summary>
    public ISecurityGroups OwnGroups => Open(default);

    public string? OwnAccount => _organization.OwnAccount;

    private LabAccount Own => _organization.Account(OwnAccountId);

    public ISecurityGroups Open(AccountRegion accountRegion) => _organization.Open(accountRegion);

    public void Put(SecurityGroup group) => _organization.Account(group.OwnerId!).Put(group);

    /// <summary>Puts there a group that another account shares with the guard's own.</summary>
    public void PutShared(SecurityGroup group) => Own.Put(group);

    public void PutPrefixList(string prefixListId, params string[] cidrs) => Own.PutPrefixList(OwnRegion, prefixListId, cidrs);

    /// <summary>Associates a group with a further VPC.</summary>
    public void Associate(string groupId, string vpcId) => Own.PutVpcAssociation(OwnRegion, groupId, vpcId);

    /// <summary>Gives a prefix list a state such as <c>modify-in-progress</c>.</summary>
    public void SetPrefixListState(string prefixListId, string state) => Own.SetPrefixListState(OwnRegion, prefixListId, state);

    public void Remove(string groupId, string ruleId) => Put(Groups[groupId] with
    {
        Rules = Groups[groupId].Rules.RemoveAll(rule => rule.SecurityGroupRuleId == ruleId),
    });

    /// <summary>
    /// The next calls of this name fail; with <paramref name="isDone"/> they do their work first, so only the answer is lost.
    /// </summary>
    public void FailNext(string operation, CallFailureKind kind, int times = 1, bool isDone = false, string? groupId = null) =>
        Own.Faults.Add(
        new(call => NameOf(call) == operation && (groupId is null || GroupOf(call) == groupId), ErrorOf(kind))
        {
            Times = times,
            IsAfter = isDone
        });

    private void Note(LabCall call)
    {
        var name = NameOf(call);
        if (name is null || call.Action == "GetManagedPrefixListEntries") // the second half of a reading
        {
            return;
        }
        if (name is "Revoke" or "Authorize")
        {
            lock (_lock)
            {
                ChangedFor.Add(call.Identity.Arn.Split('/')[^1]);
            }
            BeforeChange?.Invoke(this);
        }
        lock (_lock)
        {
            Calls.Add($"{name} {DetailsOf(call)}".TrimEnd());
            OnCall?.Invoke(name);
        }
    }

    // null for the second half of a reading
    private static string? NameOf(LabCall call) => call.Action switch
    {
        "RevokeSecurityGroupIngress" or "RevokeSecurityGroupEgress" => "Revoke",
        "AuthorizeSecurityGroupIngress" or "AuthorizeSecurityGroupEgress" => "Authorize",
        "DescribeManagedPrefixLists" or "GetManagedPrefixListEntries" => "ReadPrefixList",
        "DescribeSecurityGroups" when !call.Parameters["GroupId"].IsEmpty => "Read",
        "DescribeSecurityGroups" when call.Parameters["Filter"]["1"]["Name"].Value == "group-name" => "Find",
        "DescribeSecurityGroups" => "List",
        "DescribeSecurityGroupVpcAssociations" => "ReadAssociations",
        _ => null,
    };

    private static string? GroupOf(LabCall call) =>
        call.Parameters["GroupId"] is { Value: null } ids ? ids["1"].Value : call.Parameters["GroupId"].Value;

    private static string DetailsOf(LabCall call) => NameOf(call) switch
    {
        "Revoke" => string.Join(' ', call.Parameters["SecurityGroupRuleId"].Texts),
        "List" when call.Parameters["NextToken"].Value is { } token => token,
        _ => "",
    };

    private static AwsError ErrorOf(CallFailureKind kind) => kind switch
    {
        CallFailureKind.Transient => new("RequestLimitExceeded", "Request limit exceeded.", 503),
        CallFailureKind.NotFound => new("InvalidGroup.NotFound", "The security group does not exist"),
        CallFailureKind.Refused => new("UnauthorizedOperation", "You are not authorized to perform this operation.", 403),
        CallFailureKind.Duplicate => new("InvalidPermission.Duplicate", "The rule already exists"),
        _ => new("InvalidParameterValue", "The request was rejected."),
    };
}
