using System.Xml.Linq;
using SgWatch.Aws.Calls;
using SgWatch.Aws.Connections;
using SgWatch.Aws.Ec2;
using SgWatch.Calls;
using SgWatch.Guard.Ports;

namespace SgWatch.Cli.Attacks;

/// <summary>Where the suite runs: a guarded lab, or an account.</summary>
internal sealed class AttackTarget(AwsConnection connection, string region, LabRemote? lab, TimeProvider time)
{
    private const int MaxTries = 6;
    private static readonly TimeSpan FirstWait = TimeSpan.FromMilliseconds(250);

    private readonly Dictionary<string, AwsApi> _apis = [];
    private readonly AwsSecurityGroupsProvider _provider = new(connection, new(connection, time), time);

    public string Region => region;

    public LabRemote? Lab => lab;

    public TimeProvider Time => time;

    /// <summary>Where what people are told can be read; null if nowhere.</summary>
    public IAttackMailbox? Mailbox { get; init; }

    /// <summary>The name of the guard's event rule; null if nobody said.</summary>
    public string? EventRule { get; init; }

    public AttackScene Scene => lab switch
    {
        null => AttackScene.Account,
        { HasUpstream: true } => AttackScene.Upstream,
        _ => AttackScene.Lab,
    };

    /// <summary>How long to wait between two looks.</summary>
    public TimeSpan LookAgainAfter => lab is null ? TimeSpan.FromSeconds(1) : TimeSpan.FromMilliseconds(20);

    /// <summary>The groups of a region.</summary>
    public ISecurityGroups Groups(string inRegion) => _provider.Open(new(null, inRegion));

    /// <summary>The calls of a region.</summary>
    public AwsApi Api(string inRegion) => _apis.TryGetValue(inRegion, out var api) ? api : _apis[inRegion] = new(connection, inRegion, time);

    /// <summary>Calls EC2, again while it throttles or fails.</summary>
    public Task<CallResult<XElement>> Ec2Async(
        string inRegion, string action, IEnumerable<KeyValuePair<string, string>> parameters, CancellationToken cancellationToken) =>
        RetryAsync(() => Api(inRegion).Ec2Async(action, parameters, cancellationToken), cancellationToken);

    /// <summary>Makes a call again while AWS throttles or fails; an emulator's own fault (500) isn't tried again.</summary>
    public async Task<CallResult<T>> RetryAsync<T>(Func<Task<CallResult<T>>> call, CancellationToken cancellationToken)
    {
        var wait = FirstWait;
        for (var tries = 1; ; tries++)
        {
            var result = await call();
            if (tries == MaxTries || result is not CallResult<T>.Failed { Failure: { Kind: CallFailureKind.Transient, Code: not "Http500" } })
            {
                return result;
            }
            await Task.Delay(wait, time, cancellationToken);
            wait *= 2;
        }
    }
}
