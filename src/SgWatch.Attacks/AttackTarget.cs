using System.Xml.Linq;
using SgWatch.Aws.Accounts;
using SgWatch.Aws.Calls;
using SgWatch.Aws.Connections;
using SgWatch.Aws.Ec2;
using SgWatch.Aws.Settings;
using SgWatch.Calls;
using SgWatch.Guard.Ports;
using SgWatch.Lab.Guarded;

namespace SgWatch.Attacks;

/// <summary>What the suite attacks: a guarded lab, or a guarded account.</summary>
public sealed class AttackTarget : IDisposable
{
    private const int MaxTries = 6;
    private static readonly TimeSpan FirstWait = TimeSpan.FromMilliseconds(250);

    private readonly AwsConnection _connection;
    private readonly AwsSecurityGroupsProvider _provider;
    private readonly Dictionary<string, AwsApi> _apis = [];

    private AttackTarget(AwsConnection connection, LabRemote? lab, AttackTargetOptions options, TimeProvider time)
    {
        _connection = connection;
        _provider = new(connection, new(connection, time), time);
        Lab = lab;
        Time = time;
        AccountId = lab?.AccountId ?? options.Account ?? "";
        EventRule = options.EventRule ?? lab?.EventRule;
        Mailbox = options.Queue is { } queue ? new QueueMailbox(Api(Region), queue) : lab;
    }

    /// <summary>The account that is attacked.</summary>
    public string AccountId { get; }

    /// <summary>The region in which the suite works, unless a step names another.</summary>
    public string Region => _connection.Region;

    /// <summary>The lab's own calls. Null if the target is no lab.</summary>
    public LabRemote? Lab { get; }

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; }

    /// <summary>The messages that people got. Null if they can't be read.</summary>
    public IAttackMailbox? Mailbox { get; }

    /// <summary>The name of the guard's event rule. Null if it isn't known.</summary>
    public string? EventRule { get; }

    /// <summary>Which kind of target it is.</summary>
    public AttackTargetKinds Kind => Lab switch
    {
        null => AttackTargetKinds.Account,
        { HasUpstream: true } => AttackTargetKinds.Upstream,
        _ => AttackTargetKinds.Lab,
    };

    /// <summary>How long to wait before something is read again.</summary>
    public TimeSpan PollInterval => Lab is null ? TimeSpan.FromSeconds(1) : TimeSpan.FromMilliseconds(20);

    /// <summary>Opens a target, if it may be attacked.</summary>
    /// <param name="options">Which target.</param>
    /// <param name="warn">Gets the connection's warnings.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Stops the search.</param>
    /// <exception cref="AwsConfigurationException">Region or credentials are missing or wrong.</exception>
    public static async Task<AttackTargetResult> OpenAsync(
        AttackTargetOptions options, Action<string> warn, TimeProvider time, CancellationToken cancellationToken)
    {
        var lab = await FindLabAsync(options.Aws, cancellationToken);
        try
        {
            var connection = new AwsConnection(lab is null ? options.Aws : LabSettings(options.Aws), warn);
            if (await ProblemAsync(options, lab, connection, time, cancellationToken) is { } problem)
            {
                connection.Dispose();
                lab?.Dispose();
                return problem;
            }
            return new AttackTargetResult.Opened(new(connection, lab, options, time));
        }
        catch (AwsConfigurationException)
        {
            lab?.Dispose();
            throw;
        }
    }

    /// <summary>The groups of a region.</summary>
    public ISecurityGroups Groups(string inRegion) => _provider.Open(new(null, inRegion));

    /// <summary>The calls of a region.</summary>
    public AwsApi Api(string inRegion) =>
        _apis.TryGetValue(inRegion, out var api) ? api : _apis[inRegion] = new(_connection, inRegion, Time);

    /// <summary>Calls EC2, and again while it throttles or fails.</summary>
    public Task<CallResult<XElement>> Ec2Async(
        string inRegion, string action, IEnumerable<KeyValuePair<string, string>> parameters, CancellationToken cancellationToken) =>
        RetryAsync(() => Api(inRegion).Ec2Async(action, parameters, cancellationToken), cancellationToken);

    /// <summary>Makes a call, and again while AWS throttles or fails. An emulator's own fault (500) isn't tried again.</summary>
    public async Task<CallResult<T>> RetryAsync<T>(Func<Task<CallResult<T>>> call, CancellationToken cancellationToken)
    {
        var wait = FirstWait;
        for (var tries = 1; ; tries++)
        {
            var result = await call();
            if (tries == MaxTries || result.FailureOrNull is not { Kind: CallFailureKind.Transient, Code: not "Http500" })
            {
                return result;
            }
            await Task.Delay(wait, Time, cancellationToken);
            wait *= 2;
        }
    }

    /// <summary>Closes the connections.</summary>
    public void Dispose()
    {
        _connection.Dispose();
        Lab?.Dispose();
    }

    private static async Task<LabRemote?> FindLabAsync(AwsSettings aws, CancellationToken cancellationToken) =>
        aws.EndpointUrl is { } url ? await LabRemote.FindAsync(url, aws.Region ?? GuardedLab.Region, cancellationToken) : null;

    private static AwsSettings LabSettings(AwsSettings aws) => aws with
    {
        Region = aws.Region ?? GuardedLab.Region,
        Profile = null,
        AccessKeyId = LabRemote.AccessKeyId,
        SecretAccessKey = "lab",
        SessionToken = null,
    };

    // a wrong profile must not attack somebody's account: the account must be named, and the credentials must belong to it
    private static async Task<AttackTargetResult?> ProblemAsync(
        AttackTargetOptions options, LabRemote? lab, AwsConnection connection, TimeProvider time, CancellationToken cancellationToken)
    {
        if (lab is not null)
        {
            return options.Account is { } named && named != lab.AccountId
                ? new AttackTargetResult.Refused($"--account {named}: the lab's account is {lab.AccountId}")
                : null;
        }
        if (options.Account is null)
        {
            return new AttackTargetResult.Refused(
                "the attacks open groups to the world for seconds; name your sandbox account with --account (the lab needs no --account)");
        }
        if (!(await new OwnAccount(connection, time).GetAsync(cancellationToken)).TryGet(out var own, out var failure))
        {
            return new AttackTargetResult.Failed(failure);
        }
        return own == options.Account
            ? null
            : new AttackTargetResult.Refused($"--account {options.Account}: these credentials belong to account {own}; nothing was done");
    }
}
