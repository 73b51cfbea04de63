using SgWatch.Calls;
using SgWatch.Simulation.Scheduling;

namespace SgWatch.Simulation.World;

/// <summary>The way from one process to a service and back: it takes time, and calls and answers get lost on it.</summary>
/// <param name="world">The world.</param>
/// <param name="life">The process.</param>
/// <param name="time">Its clock.</param>
/// <param name="service">The service's name, such as <c>EC2</c>.</param>
internal sealed class Wire(SimulatedWorld world, Life life, TimeProvider time, string service)
{
    private const int SlowCalls = 40; // one of so many

    /// <summary>Makes a call.</summary>
    public async Task<CallResult<T>> CallAsync<T>(string operation, Func<Task<CallResult<T>>> call, CancellationToken cancellationToken)
    {
        await Task.Delay(Latency(), time, cancellationToken);
        world.Calls++;
        var faults = world.Faults[service];
        if (faults.IsOut(world.Now) || world.Chance.NextDouble() < faults.Throttled)
        {
            world.Tally.Hit($"fault: {service} doesn't answer");
            world.Trace($"{world.NameOf(life)} {service} {operation}: no answer");
            world.NoteLostAnswer(service);
            return new CallFailure(CallFailureKind.Transient, operation, "ServiceUnavailable", "simulated");
        }
        var answer = await call();
        world.Trace($"{world.NameOf(life)} {service} {operation}: {answer.FailureOrNull?.Code ?? "ok"}");
        await Task.Delay(Latency(), time, cancellationToken);
        if (world.Chance.NextDouble() < faults.Lost)
        {
            world.Tally.Hit($"fault: answer of {service} lost");
            world.Trace($"{world.NameOf(life)} {service} {operation}: the answer is lost");
            world.NoteLostAnswer(service);
            return new CallFailure(CallFailureKind.Transient, operation, "RequestTimeout", "simulated: the answer was lost");
        }
        return answer;
    }

    private TimeSpan Latency() =>
        TimeSpan.FromMilliseconds(world.Chance.Next(SlowCalls) == 0 ? world.Chance.Next(8_000) : world.Chance.Next(2, 60));
}
