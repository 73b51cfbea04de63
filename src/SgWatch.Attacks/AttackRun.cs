using System.Collections.Immutable;
using SgWatch.Calls;
using SgWatch.Lab.Events;

namespace SgWatch.Attacks;

/// <summary>Runs one attack: makes its groups, does its steps, and waits for the end that it must have.</summary>
internal sealed class AttackRun(AttackTarget target, Sandbox sandbox, Attack attack, DeliveryMode delivery, TimeSpan timeout)
{
    // what an emulator answers to a call that it doesn't have
    private static readonly string[] Lacking =
        ["Http500", "Http501", "InvalidAction", "NotImplemented", "InternalError", "InternalFailure"];

    private readonly AttackVariables _variables = new(target.Region);
    private readonly Dictionary<AttackMessage, HashSet<string>> _mailBefore = [];
    private readonly List<string> _without = [];

    /// <summary>Runs it. The caller deletes what it made.</summary>
    /// <exception cref="AttackFailedException">AWS failed.</exception>
    public async Task<AttackResult> RunAsync(CancellationToken cancellationToken)
    {
        if (Obstacle() is { } why)
        {
            return AttackResult.NotTried(attack, why);
        }
        foreach (var group in attack.Groups)
        {
            if (await sandbox.CreateGroupAsync(attack, group, _variables.Fill, cancellationToken) is not { } id)
            {
                return new(attack, [], default, ["all of it: there is no default VPC here, and EC2 takes group names only there"]);
            }
            _variables.Set(group.Name, id, target.Region);
            _variables.Set($"{group.Name}.name", sandbox.NameOf(attack, group), target.Region);
        }
        _variables.Set("run", sandbox.Name, target.Region);
        _variables.Set("vpc", await sandbox.VpcAsync(), target.Region);
        await DeliverAsync(DeliveryMode.InOrder, cancellationToken);
        await NoteMailAsync(cancellationToken);
        await DeliverAsync(delivery, cancellationToken);
        foreach (var step in attack.Steps.Where(step => step.On.HasFlag(target.Kind)))
        {
            cancellationToken.ThrowIfCancellationRequested();
            await DoAsync(step, cancellationToken);
        }
        var done = target.Time.GetTimestamp();
        await DeliverHeldAsync(cancellationToken);
        return await WaitForEndAsync(done, cancellationToken);
    }

    // why the attack can't be tried on this target; null if it can
    private string? Obstacle()
    {
        if (!attack.On.HasFlag(target.Kind))
        {
            return attack.Elsewhere;
        }
        if (attack.IsSeenByMessagesOnly && target.Mailbox is null)
        {
            return "only its messages show whether it was held; subscribe an SQS queue to the guard's topic and name it with --told";
        }
        return target.EventRule is null && attack.Steps.OfType<AttackStep.EventRule>().Any()
            ? "name the guard's event rule with --event-rule"
            : null;
    }

    private async Task NoteMailAsync(CancellationToken cancellationToken)
    {
        foreach (var message in attack.Messages.Where(message => target.Mailbox is not null && message.On.HasFlag(target.Kind)))
        {
            _mailBefore[message] = [.. (await MailAsync(message, cancellationToken)).Select(mail => mail.Id)];
        }
    }

    private async Task<AttackResult> WaitForEndAsync(long start, CancellationToken cancellationToken)
    {
        while (true)
        {
            var why = await WhyAsync(cancellationToken);
            var took = target.Time.GetElapsedTime(start);
            if (why.IsEmpty && target.Lab is not null)
            {
                await DeliverAsync(DeliveryMode.InOrder, cancellationToken); // returns when the guard is idle
                why = await WhyAsync(cancellationToken); // the legitimate rules must survive everything that the guard did
            }
            if (why.IsEmpty || took > timeout)
            {
                return new(attack, why, took, [.. _without]);
            }
            await Task.Delay(target.PollInterval, target.Time, cancellationToken);
        }
    }

    private async Task DoAsync(AttackStep step, CancellationToken cancellationToken)
    {
        switch (step)
        {
            case AttackStep.Ec2 call:
                await CallAsync(call, cancellationToken);
                break;
            case AttackStep.EventRule(var action):
                await SwitchRuleAsync(action, cancellationToken);
                break;
            case AttackStep.Deliver(var mode):
                await DeliverAsync(mode is null ? delivery : Enum.Parse<DeliveryMode>(mode, ignoreCase: true), cancellationToken);
                break;
            case AttackStep.Fault(var parameters):
                await target.Lab!.CallAsync("InjectFault", parameters.Select(_variables.Fill), cancellationToken);
                break;
            case AttackStep.Wait(var elsewhere):
                await (target.Lab is null
                    ? Task.Delay(elsewhere, target.Time, cancellationToken)
                    : DeliverAsync(delivery, cancellationToken));
                break;
            case AttackStep.Sweep(var after):
                await target.Lab!.PutAheadAsync(after, cancellationToken);
                await target.Lab!.SweepAsync(target.Region, cancellationToken);
                break;
        }
    }

    private async Task SwitchRuleAsync(string action, CancellationToken cancellationToken)
    {
        var name = $$"""{"Name":"{{target.EventRule}}"}""";
        var answer = await target.RetryAsync(
            () => target.Api(target.Region).EventBridgeAsync(action, name, cancellationToken), cancellationToken);
        if (!answer.TryGet(out _, out var failure))
        {
            throw new AttackFailedException(failure);
        }
    }

    private async Task CallAsync(AttackStep.Ec2 call, CancellationToken cancellationToken)
    {
        var region = call.Region ?? target.Region;
        var start = target.Time.GetTimestamp();
        while (!await TryCallAsync(call, region))
        {
            if (target.Time.GetElapsedTime(start) > timeout)
            {
                throw new AttackFailedException($"{call.Action}: the answer has no {string.Join(", ", call.Saves.Values)}");
            }
            await Task.Delay(target.PollInterval, target.Time, cancellationToken); // EC2 shows some things late
        }
    }

    private async Task<bool> TryCallAsync(AttackStep.Ec2 call, string region)
    {
        var result = await sandbox.Ec2Async(region, call.Action, call.Parameters.Select(_variables.Fill));
        if (!result.TryGet(out var answer, out var failure))
        {
            return IsExpected(call, failure);
        }
        if (!call.Saves.Values.All(element => Sandbox.Find(answer, element) is not null))
        {
            return false;
        }
        foreach (var (variable, element) in call.Saves)
        {
            _variables.Set(variable, Sandbox.Text(answer, element), region);
        }
        return true;
    }

    // true if the failure ends the step, false if the call is to be made again
    private bool IsExpected(AttackStep.Ec2 call, CallFailure failure)
    {
        if (call.MayFail.Contains(failure.Code))
        {
            return true;
        }
        if (call.IfLacking is { } what && Lacking.Contains(failure.Code))
        {
            _without.Add(what);
            return true;
        }
        return failure.Code == "IncorrectState" ? false : throw new AttackFailedException(failure); // a prefix list is still being changed
    }

    // delivers what the lab held back: after a sweep, or only a sweep instead of it
    private async Task DeliverHeldAsync(CancellationToken cancellationToken)
    {
        if (target.Lab is not { } lab)
        {
            return;
        }
        if (delivery is DeliveryMode.Late or DeliveryMode.Lost)
        {
            var calls = attack.Steps.OfType<AttackStep.Ec2>().Where(step => step.On.HasFlag(target.Kind));
            foreach (var region in calls.Select(step => step.Region ?? target.Region).Distinct())
            {
                await lab.SweepAsync(region, cancellationToken);
            }
        }
        if (delivery is DeliveryMode.Late or DeliveryMode.Reversed)
        {
            await lab.CallAsync("ReleaseEvents", [], cancellationToken);
        }
    }

    private Task DeliverAsync(DeliveryMode mode, CancellationToken cancellationToken) =>
        target.Lab?.CallAsync("DeliverEvents", [new("Manner", mode.ToString())], cancellationToken) ?? Task.CompletedTask;

    private async Task<ImmutableArray<string>> WhyAsync(CancellationToken cancellationToken)
    {
        var why = ImmutableArray.CreateBuilder<string>();
        foreach (var name in attack.Groups.Select(group => group.Name).Union(attack.Ends.Keys))
        {
            // a call that was left out has set no variable
            if (_variables.Find(name) is var (groupId, region))
            {
                why.AddRange(await DifferencesAsync(name, groupId, region, cancellationToken));
            }
        }
        foreach (var (message, before) in _mailBefore)
        {
            if ((await MailAsync(message, cancellationToken)).All(mail => before.Contains(mail.Id)))
            {
                why.Add($"no message about {message.About}{(message.Outcome is null ? "" : $": {message.Outcome}")}");
            }
        }
        return why.ToImmutable();
    }

    private async Task<IEnumerable<string>> DifferencesAsync(
        string name, string groupId, string region, CancellationToken cancellationToken)
    {
        var read = await target.RetryAsync(() => target.Groups(region).ReadAsync(groupId, cancellationToken), cancellationToken);
        if (!read.TryGet(out var group, out var failure))
        {
            return [$"{name} {groupId} can't be read: {failure.Code}: {failure.Message}"];
        }
        var end = attack.Ends.GetValueOrDefault(name) ?? new(attack.Groups.First(made => made.Name == name).Rules);
        return AttackComparison.Differences(end, group, target.Kind, _without.Count > 0, _variables.Fill)
            .Select(what => $"{name} {groupId} {what}");
    }

    private async Task<IEnumerable<AttackMail>> MailAsync(AttackMessage message, CancellationToken cancellationToken)
    {
        var text = _variables.Find(message.About) is var (value, _) ? value : message.About;
        return (await target.Mailbox!.ContainingAsync(text, cancellationToken)).Where(mail => mail.Says(message.Outcome));
    }
}
