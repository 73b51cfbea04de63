using System.Collections.Immutable;
using SgWatch.Lab.Events;

namespace SgWatch.Attacks;

/// <summary>Runs attacks one after another and deletes what they made, whatever happens.</summary>
/// <param name="target">What is attacked.</param>
/// <param name="delivery">How a lab delivers the events. Other targets deliver as AWS does.</param>
/// <param name="timeout">How long the guard has for each attack.</param>
public sealed class AttackSuite(AttackTarget target, DeliveryMode delivery, TimeSpan timeout)
{
    private static readonly TimeSpan LongestCleanup = TimeSpan.FromMinutes(2);

    /// <summary>What couldn't be deleted. Complete after the run.</summary>
    public ImmutableArray<string> Left { get; private set; } = [];

    /// <summary>Runs attacks.</summary>
    /// <param name="attacks">The attacks, in the order in which they are run.</param>
    /// <param name="onResult">Gets each result as soon as it is known.</param>
    /// <param name="cancellationToken">Stops the run.</param>
    /// <exception cref="OperationCanceledException">The run was stopped. What it made was deleted first.</exception>
    public async Task RunAsync(IEnumerable<Attack> attacks, Action<AttackResult> onResult, CancellationToken cancellationToken)
    {
        var sandbox = new Sandbox(target, $"sgwatch-attack-{target.Time.GetUtcNow().ToUnixTimeMilliseconds():x}");
        try
        {
            await TryMakeVpcAsync(sandbox);
            foreach (var attack in attacks)
            {
                var before = sandbox.Count;
                try
                {
                    onResult(await new AttackRun(target, sandbox, attack, delivery, timeout).RunAsync(cancellationToken));
                }
                catch (AttackFailedException problem)
                {
                    onResult(new(attack, [problem.Message], default, []) { IsFailed = true });
                }
                finally
                {
                    await CleanUpAsync(sandbox, attack, before);
                }
            }
        }
        finally
        {
            await CleanUpAsync(sandbox, null, 0);
        }
    }

    private static async Task TryMakeVpcAsync(Sandbox sandbox)
    {
        try
        {
            await sandbox.VpcAsync();
        }
        catch (AttackFailedException)
        {
            // the first attack meets the same failure, and reports it
        }
    }

    private async Task CleanUpAsync(Sandbox sandbox, Attack? attack, int keep)
    {
        using var limit = new CancellationTokenSource(LongestCleanup, target.Time); // its own limit: a stopped run cleans up too
        try
        {
            if (target.Lab is { } lab)
            {
                await lab.CallAsync("ClearFaults", [], limit.Token);
                await DeliverAsync(DeliveryMode.Lost, limit.Token); // or the guard would look for groups that are gone
            }
            if (attack?.Steps.Any(step => step is AttackStep.EventRule && step.On.HasFlag(target.Kind)) == true
                && target.EventRule is { } rule)
            {
                var name = $$"""{"Name":"{{rule}}"}""";
                await target.RetryAsync(() => target.Api(target.Region).EventBridgeAsync("EnableRule", name, limit.Token), limit.Token);
            }
            Left = Left.AddRange(await sandbox.CleanUpAsync(keep, limit.Token));
            await DeliverAsync(DeliveryMode.InOrder, limit.Token);
        }
        catch (Exception problem) when (problem is OperationCanceledException or AttackFailedException or HttpRequestException)
        {
            Left = Left.Add($"what the suite made: {problem.Message}");
        }
    }

    private Task DeliverAsync(DeliveryMode mode, CancellationToken cancellationToken) =>
        target.Lab?.CallAsync("DeliverEvents", [new("Manner", mode.ToString())], cancellationToken) ?? Task.CompletedTask;
}
