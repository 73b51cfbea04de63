using System.Text;
using SgWatch.Calls;
using SgWatch.Guard;
using SgWatch.Guard.PolicySources;
using SgWatch.Guard.Ports;
using SgWatch.Guard.Remembering;
using SgWatch.Guard.Retrying;
using SgWatch.Incidents;
using SgWatch.Policies;
using SgWatch.Policies.Reading;
using SgWatch.Rules;

namespace SgWatch.Tests.Guard.Remembering;

/// <summary>A guard with a memory over groups in memory, for the commands by which a person changes that memory.</summary>
internal sealed class RememberingGuard : INotifier, IIncidentLog
{
    public const string NoSsh = """
        version: 1
        guardrails:
          - name: no-ssh
            forbid: [{ ingress: tcp/22, from: any }]

        """;

    private readonly SecurityGroupGuard _guard;

    public RememberingGuard(string policy = NoSsh)
    {
        Policy = Read(policy);
        Ec2 = new(Time);
        _guard = new(Ec2, this, this, new FixedPolicy(Policy), new(), Time, new Random(1)) { Memory = Memory };
    }

    public SkippingTime Time { get; } = new(new(2026, 8, 1, 12, 0, 0, TimeSpan.Zero));

    public Policy Policy { get; }

    public LabEc2 Ec2 { get; }

    public ProcessMemoryStore Memory { get; } = new();

    public List<Incident> Incidents { get; } = [];

    public Retry Retry => new(new(), Time, new Random(1), Time.GetUtcNow().AddMinutes(5));

    public MemoryEditor Editor => new(Memory, Retry);

    public static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public static Policy Read(string text) => PolicyReader.Read("test", text) switch
    {
        PolicyReadResult.Accepted(var policy) => policy,
        PolicyReadResult.Rejected(var problems) => throw new InvalidOperationException(string.Join('\n', problems)),
        _ => throw new InvalidOperationException(),
    };

    /// <summary>A sweep an hour later.</summary>
    public async Task<GuardResponse> SweepAsync()
    {
        Time.Move(TimeSpan.FromHours(1));
        return await HandleAsync("""{"sgwatch":"sweep","account":"111122223333","region":"eu-west-1"}""");
    }

    /// <summary>Sweeps until the first look is over, with the groups as they are.</summary>
    public async Task SettleAsync()
    {
        await SweepAsync();
        await SweepAsync();
        Time.Move(TimeSpan.FromDays(1));
        await SweepAsync();
    }

    public Task<GuardResponse> HandleAsync(string message) =>
        _guard.HandleAsync(Encoding.UTF8.GetBytes(message), Time.GetUtcNow().AddMinutes(1), Cancelled);

    public IEnumerable<string> Rules(SecurityGroup group) => Ec2.Groups[group.GroupId].Rules.Select(rule => $"{rule}");

    public static T Value<T>(CallResult<T> result) =>
        result.TryGet(out var value, out var failure) ? value : throw new InvalidOperationException($"{failure}");

    Task<CallResult<Done>> INotifier.SendAsync(Notification notification, CancellationToken cancellationToken) =>
        Task.FromResult<CallResult<Done>>(default(Done));

    Task IIncidentLog.RecordAsync(Incident incident, string? requestId, CancellationToken cancellationToken)
    {
        Incidents.Add(incident);
        return Task.CompletedTask;
    }
}
