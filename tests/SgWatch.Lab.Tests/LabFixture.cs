using System.Text.Json;
using Microsoft.Extensions.Time.Testing;

namespace SgWatch.Lab.Tests;

/// <summary>A lab of its own for one test, with every event it put on its bus.</summary>
public abstract class LabFixture : IAsyncLifetime
{
    private readonly List<JsonElement> _events = [];
    private LabHost? _lab;

    protected LabHost Lab => _lab ?? throw new InvalidOperationException("The lab isn't started.");

    protected LabClient Client { get; private set; } = null!;

    protected FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));

    protected virtual LabOptions Options => new() { TimeProvider = Time, Seed = 7 };

    public async ValueTask InitializeAsync()
    {
        _lab = await LabHost.StartAsync(Options);
        Client = new(Lab.Url);
        DefaultGroupId = Lab.Account.Groups("us-east-1").Single().GroupId;
        Lab.Events.Subscribe(null, (message, _) =>
        {
            _events.Add(JsonDocument.Parse(message).RootElement);
            return Task.CompletedTask;
        });
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await Lab.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>The events of every call so far, those that failed among them.</summary>
    protected async Task<IReadOnlyList<JsonElement>> EventsAsync()
    {
        await Lab.Events.WhenIdleAsync(TestContext.Current.CancellationToken);
        return _events;
    }

    /// <summary>The id of the default VPC's default group.</summary>
    protected string DefaultGroupId { get; private set; } = "";

    protected Task<string> CreateGroupAsync(string name, string parameters = "") =>
        Client.Ec2TextAsync("groupId", "CreateSecurityGroup", $"GroupName={name}&GroupDescription={name}&{parameters}");

    protected Task<string> AuthorizeAsync(string groupId, string permission, string direction = "Ingress") =>
        Client.Ec2TextAsync("securityGroupRuleId", $"AuthorizeSecurityGroup{direction}", $"GroupId={groupId}&{permission}");

    /// <summary>The texts of a group's rules, sorted.</summary>
    protected IReadOnlyList<string> Rules(string groupId) =>
        [.. Lab.Account.Groups("us-east-1").Single(group => group.GroupId == groupId).Rules
            .Select(static rule => rule.ToString()).Order(StringComparer.Ordinal)];
}
