using System.Collections.Immutable;
using SgWatch.Lab.Events;

namespace SgWatch.Cli.Attacks;

/// <summary>Runs attacks one after another and takes away what they made, whatever happens.</summary>
internal sealed class AttackSuite(AttackTarget place, DeliveryMode manner, TimeSpan timeout)
{
    private static readonly TimeSpan LongestCleaning = TimeSpan.FromMinutes(2);

    /// <summary>What couldn't be taken away; to be read after the run.</summary>
    public ImmutableArray<string> Left { get; private set; } = [];

    /// <summary>Runs them; each result is given as soon as it is known.</summary>
    /// <exception cref="OperationCanceledException">It was stopped, and what was made is taken away.</exception>
    public async Task RunAsync(IEnumerable<Attack> attacks, Action<AttackResult> done, CancellationToken cancellationToken)
    {
        var sandbox = new Sandbox(place, $"sgwatch-attack-{place.Time.GetUtcNow().ToUnixTimeMilliseconds():x}");
        try
        {
            await TryAsync(sandbox.VpcAsync);
            foreach (var attack in attacks)
            {
                var before = sandbox.Count;
                try
                {
                    done(await new AttackRun(place, sandbox, attack, manner, timeout).RunAsync(cancellationToken));
                }
                catch (AttackFailedException problem)
                {
                    done(new(attack, [problem.Message], default, []) { IsFailed = true });
                }
                finally
                {
                    await CleanAsync(sandbox, attack, before);
                }
            }
        }
        finally
        {
            await CleanAsync(sandbox, null, 0);
        }
    }

    private static async Task TryAsync(Func<Task> call)
    {
        try
        {
            await call();
        }
        catch (AttackFailedException)
        {
            // the first attack meets it again, and tells
        }
    }

    private async Task CleanAsync(Sandbox sandbox, Attack? attack, int keep)
    {
        using var limit = new CancellationTokenSource(LongestCleaning, place.Time); // of its own: also a run that was stopped cleans up
        try
        {
            if (place.Lab is { } lab)
            {
                await lab.CallAsync("ClearFaults", [], limit.Token);
                await lab.CallAsync("DeliverEvents", [new("Manner", nameof(DeliveryMode.Lost))], limit.Token); // or the guard would look for what is gone
            }
            if (attack?.Steps.Any(step => step is AttackStep.EventRule && step.On.HasFlag(place.Scene)) == true && place.EventRule is { } rule)
            {
                await place.RetryAsync(() => place.Api(place.Region).EventBridgeAsync("EnableRule", $$"""{"Name":"{{rule}}"}""", limit.Token), limit.Token);
            }
            Left = Left.AddRange(await sandbox.CleanAsync(keep, limit.Token));
            if (place.Lab is not null)
            {
                await place.Lab.CallAsync("DeliverEvents", [new("Manner", nameof(DeliveryMode.InOrder))], limit.Token);
            }
        }
        catch (Exception problem) when (problem is OperationCanceledException or AttackFailedException or HttpRequestException)
        {
            Left = Left.Add($"what the suite made: {problem.Message}");
        }
    }
}
