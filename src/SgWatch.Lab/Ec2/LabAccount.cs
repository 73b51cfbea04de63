using System.Collections.Immutable;
using SgWatch.Calls;
using SgWatch.Guard.Ports;
using SgWatch.Lab.Api;
using SgWatch.Lab.Identities;
using SgWatch.Lab.Trail;
using SgWatch.Rules;

namespace SgWatch.Lab.Ec2;

/// <summary>
/// The EC2 side of an AWS account, in memory: VPCs, security groups with their rules, tags and prefix lists of every region.
/// </summary>
/// <remarks>
/// Answers as EC2 does: canonical rules, EC2's error codes, a call that fails changes nothing. Safe to use from several threads: calls
/// happen one after another. Every key and signature is taken. Nothing is throttled unless <see cref="Ec2Settings.RateLimits"/> says so.
/// </remarks>
public sealed class LabAccount
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, RegionState> _regions = new(StringComparer.Ordinal);
    private readonly LabIds _ids;
    private readonly LabIds _requestIds;
    private readonly TimeProvider _time;

    internal LabAccount(string accountId, LabIds ids, TimeProvider time)
    {
        (AccountId, _ids, _requestIds, _time) = (accountId, ids, ids.Apart(), time);
        Trail = new(accountId, _requestIds, time);
    }

    /// <summary>12 digits.</summary>
    public string AccountId { get; }

    /// <summary>How this account's EC2 behaves.</summary>
    public Ec2Settings Settings { get; } = new();

    /// <summary>What CloudTrail recorded of this account's calls.</summary>
    public LabTrail Trail { get; }

    /// <summary>The calls that are to fail.</summary>
    public FaultPlan Faults { get; } = new();

    /// <summary>Runs before each call to EC2, on the caller's thread. The call finds what it does to the account.</summary>
    public Action<LabCall>? BeforeCall { get; set; }

    /// <summary>The security groups of a region as the guard uses them, without HTTP in between.</summary>
    /// <param name="region">Such as <c>eu-west-1</c>. Every call is refused if there is no such region.</param>
    public ISecurityGroups SecurityGroups(string region) => new LabSecurityGroups(this, region);

    /// <summary>A region's groups as they are now, with rules and tags, in the order of their ids.</summary>
    /// <exception cref="ArgumentException">There is no such region.</exception>
    public ImmutableArray<SecurityGroup> Groups(string region) => Use(region, static state => state.WithTags().ToImmutableArray());

    /// <summary>Puts a group there as it is, even where EC2 would refuse it, in the place of the one with its id. For tests.</summary>
    /// <param name="group">Its region must be named. Its VPC is made if it isn't there.</param>
    /// <exception cref="ArgumentException">There is no such region.</exception>
    public void Put(SecurityGroup group) => Use(group.Region ?? "", state => state.Change(() => state.Put(group)));

    /// <summary>Puts a prefix list there as it is, in the place of the one with its id. For tests.</summary>
    /// <param name="region">Such as <c>eu-west-1</c>.</param>
    /// <param name="prefixListId">Such as <c>pl-0123</c>.</param>
    /// <param name="cidrs">Its entries, of one address family.</param>
    /// <exception cref="ArgumentException">There is no such region.</exception>
    public void PutPrefixList(string region, string prefixListId, params IEnumerable<string> cidrs) =>
        Use(region, state =>
        {
            var list = PrefixList.Of(prefixListId, AccountId, cidrs);
            var versions = state.PrefixLists.TryGetValue(prefixListId, out var before) ? before.Versions.Add(list.Entries) : list.Versions;
            return state.PrefixLists[prefixListId] = list with { Versions = versions };
        });

    /// <summary>Puts there an association of a group with a further VPC. For tests.</summary>
    /// <param name="region">Such as <c>eu-west-1</c>.</param>
    /// <param name="groupId">The group.</param>
    /// <param name="vpcId">The VPC.</param>
    /// <exception cref="ArgumentException">There is no such region.</exception>
    public void PutVpcAssociation(string region, string groupId, string vpcId) => Use(region, state =>
    {
        var association = new VpcAssociation(groupId, vpcId);
        return state.VpcAssociations[association.Key] = association;
    });

    /// <summary>Gives a prefix list another state, as while EC2 changes it. For tests.</summary>
    /// <param name="region">Such as <c>eu-west-1</c>.</param>
    /// <param name="prefixListId">A list that is there.</param>
    /// <param name="state">Such as <c>modify-in-progress</c>.</param>
    /// <exception cref="ArgumentException">There is no such region.</exception>
    public void SetPrefixListState(string region, string prefixListId, string state) => Use(region, regionState =>
        regionState.PrefixLists[prefixListId] = regionState.PrefixLists[prefixListId] with { State = state });

    /// <summary>Does a call, and records it before the next one begins, so that records keep the order of changes.</summary>
    internal LabAnswer Handle(LabCall call)
    {
        BeforeCall?.Invoke(call);
        lock (_lock)
        {
            return Recorded(call, Answer(call));
        }
    }

    /// <summary>Does a call that changes something, and has it fail if a fault waits for it.</summary>
    internal CallResult<Done> Change(LabCall call)
    {
        BeforeCall?.Invoke(call);
        lock (_lock)
        {
            var fault = Faults.Take(call);
            var answer = Recorded(call, fault is { IsAfter: false } ? Failed(fault.Error) : Answer(call));
            return (fault?.Error ?? answer.Error) is { } error ? Failure(call, error) : default(Done);
        }
    }

    /// <summary>Does a call whose answer is a value and no XML, and has it fail if a fault waits for it.</summary>
    internal CallResult<T> Call<T>(LabCall call, Func<RegionState, T> handler)
    {
        BeforeCall?.Invoke(call);
        lock (_lock)
        {
            switch (Faults.Take(call))
            {
                case { IsAfter: false } fault:
                    return Failure(call, fault.Error);
                case { } fault:
                    Try(call, handler);
                    return Failure(call, fault.Error);
                default:
                    return Try(call, handler);
            }
        }
    }

    private CallResult<T> Try<T>(LabCall call, Func<RegionState, T> handler)
    {
        try
        {
            return handler(Admit(call));
        }
        catch (AwsErrorException e)
        {
            return Failure(call, e.Error);
        }
    }

    private static CallFailure Failure(LabCall call, AwsError error) =>
        new(AwsErrorCodes.KindOf(error.Code, error.StatusCode), call.Action, error.Code, error.Message);

    private LabAnswer Recorded(LabCall call, LabAnswer answer)
    {
        Trail.Record(call, answer);
        return answer;
    }

    private LabAnswer Failed(AwsError error) => new(_requestIds.Uuid(), error, new(""));

    private LabAnswer Answer(LabCall call)
    {
        try
        {
            var handler = Ec2Actions.Find(call.Action);
            if (call.Parameters["DryRun"].IsTrue)
            {
                throw new AwsErrorException("DryRunOperation", "Request would have succeeded, but DryRun flag is set.", 412);
            }
            return new(_requestIds.Uuid(), null, handler(Admit(call), call.Parameters));
        }
        catch (AwsErrorException e)
        {
            return Failed(e.Error);
        }
    }

    private T Use<T>(string region, Func<RegionState, T> use)
    {
        if (!Regions.Names.Contains(region))
        {
            throw new ArgumentException($"LabAccount: there is no region '{region}'.", nameof(region));
        }
        lock (_lock)
        {
            return use(Open(region));
        }
    }

    // the call's region, if it doesn't come too soon
    private RegionState Admit(LabCall call)
    {
        var region = Open(call.Region);
        return Settings.RateLimits?.Invoke(call) is not { } limit || region.RateLimiter.TryTake(Ec2RateLimits.BucketOf(call), limit)
            ? region
            : throw new AwsErrorException("RequestLimitExceeded", "Request limit exceeded.", 503);
    }

    private RegionState Open(string region)
    {
        if (!_regions.TryGetValue(region, out var state))
        {
            if (!Regions.Names.Contains(region))
            {
                throw new AwsErrorException("AuthFailure", "Credential should be scoped to a valid region.", 401);
            }
            _regions.Add(region, state = new(AccountId, region, _ids, Settings, _time) { Beside = Open });
        }
        return state;
    }
}
