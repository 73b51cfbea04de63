using System.Collections.Immutable;
using SgWatch.Lab.Api;
using SgWatch.Lab.Ec2;
using SgWatch.Rules;

namespace SgWatch.Lab;

/// <summary>The EC2 side of an AWS account, in memory: VPCs, security groups with their rules, tags and prefix lists of every region.</summary>
/// <remarks>
/// Answers as EC2 does: canonical rules, EC2's error codes, a call that fails changes nothing. Safe to use from several threads: calls
/// happen one after another. Every key and signature is taken. No throttling, no delay: what a call did, the next one sees.
/// </remarks>
public sealed class LabAccount
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, RegionState> _regions = new(StringComparer.Ordinal);
    private readonly LabIds _ids;

    internal LabAccount(string accountId, LabIds ids)
    {
        AccountId = accountId;
        _ids = ids;
    }

    /// <summary>12 digits.</summary>
    public string AccountId { get; }

    /// <summary>A region's groups as they are now, with rules and tags, in the order of their ids.</summary>
    /// <exception cref="ArgumentException">There is no such region.</exception>
    public ImmutableArray<SecurityGroup> Groups(string region)
    {
        if (!Regions.Names.Contains(region))
        {
            throw new ArgumentException($"LabAccount: there is no region '{region}'.", nameof(region));
        }
        lock (_lock)
        {
            var state = Open(region);
            return [.. state.Groups.Values.Select(group => group with { Tags = state.TagsOf(group.GroupId) })];
        }
    }

    /// <summary>Does a call. <paramref name="done"/> is told of it before the next call begins, so that records keep the order of changes.</summary>
    internal LabAnswer Handle(LabCall call, Action<LabAnswer>? done = null)
    {
        lock (_lock)
        {
            var answer = Answer(call);
            done?.Invoke(answer);
            return answer;
        }
    }

    private LabAnswer Answer(LabCall call)
    {
        var requestId = _ids.Uuid();
        try
        {
            var handler = Ec2Actions.Find(call.Action);
            if (call.Parameters["DryRun"].IsTrue)
            {
                throw new AwsErrorException("DryRunOperation", "Request would have succeeded, but DryRun flag is set.", 412);
            }
            return new(requestId, null, handler(Open(call.Region), call.Parameters));
        }
        catch (AwsErrorException e)
        {
            return new(requestId, e.Error, new(""));
        }
    }

    private RegionState Open(string region)
    {
        if (!_regions.TryGetValue(region, out var state))
        {
            if (!Regions.Names.Contains(region))
            {
                throw new AwsErrorException("AuthFailure", "Credential should be scoped to a valid region.", 401);
            }
            _regions.Add(region, state = new(AccountId, region, _ids));
        }
        return state;
    }
}
