using System.Collections.Immutable;
using System.Xml.Linq;
using SgWatch.Calls;
using SgWatch.Lab.Events;
using SgWatch.Rules;

namespace SgWatch.Cli.Attacks;

/// <summary>Runs one attack: makes its groups, does its calls, waits for the end that it must have.</summary>
internal sealed class AttackRun(AttackTarget place, Sandbox sandbox, Attack attack, DeliveryMode manner, TimeSpan timeout)
{
    private static readonly string[] Lacking = ["Http500", "Http501", "InvalidAction", "NotImplemented", "InternalError", "InternalFailure"];

    private readonly Dictionary<string, (string Value, string Region)> _variables = new() { ["region"] = (place.Region, place.Region) };
    private readonly Dictionary<AttackMessage, HashSet<string>> _before = [];
    private readonly List<string> _without = [];

    /// <summary>Runs it; what it made is left to be taken away.</summary>
    /// <exception cref="AttackFailedException">AWS failed.</exception>
    public async Task<AttackResult> RunAsync(CancellationToken cancellationToken)
    {
        if (!attack.On.HasFlag(place.Scene))
        {
            return new(attack, [$"not tried: {attack.Elsewhere}"], default, []);
        }
        if (attack.IsOnlyTold && place.Mailbox is null)
        {
            return new(attack, ["not tried: its end is what people are told, which can't be seen here; subscribe an SQS queue to the topic and name it with --told"], default, []);
        }
        if (attack.Steps.OfType<AttackStep.EventRule>().Any() && place.EventRule is null)
        {
            return new(attack, ["not tried: name the guard's event rule with --event-rule"], default, []);
        }
        foreach (var group in attack.Groups)
        {
            if (await sandbox.CreateGroupAsync(attack, group, Fill, cancellationToken) is not { } id)
            {
                return new(attack, [], default, ["all of it: there is no default VPC here, and elsewhere EC2 takes no names"]);
            }
            _variables[group.Name] = (id, place.Region);
            _variables[$"{group.Name}.name"] = (sandbox.NameOf(attack, group), place.Region);
        }
        _variables["run"] = (sandbox.Name, place.Region);
        _variables["vpc"] = (await sandbox.VpcAsync(), place.Region);
        await DeliverAsync(DeliveryMode.InOrder, cancellationToken);
        foreach (var message in attack.Told.Where(message => place.Mailbox is not null && message.On.HasFlag(place.Scene)))
        {
            _before[message] = [];
        }
        foreach (var (message, ids) in _before)
        {
            ids.UnionWith((await MailAsync(message, cancellationToken)).Select(mail => mail.Id));
        }
        await DeliverAsync(manner, cancellationToken);
        foreach (var step in attack.Steps.Where(step => step.On.HasFlag(place.Scene)))
        {
            cancellationToken.ThrowIfCancellationRequested();
            await DoAsync(step, cancellationToken);
        }
        var done = place.Time.GetTimestamp();
        await DeliverHeldAsync(cancellationToken);
        return await WaitAsync(done, cancellationToken);
    }

    private async Task<AttackResult> WaitAsync(long start, CancellationToken cancellationToken)
    {
        while (true)
        {
            var why = await WhyAsync(cancellationToken);
            var took = place.Time.GetElapsedTime(start);
            if (why.IsEmpty && place.Lab is not null)
            {
                await DeliverAsync(DeliveryMode.InOrder, cancellationToken); // which waits until the guard rests
                why = await WhyAsync(cancellationToken); // what is to survive must survive all that it did
            }
            if (why.IsEmpty || took > timeout)
            {
                return new(attack, why, took, [.. _without]);
            }
            await Task.Delay(place.LookAgainAfter, place.Time, cancellationToken);
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
                var answer = await place.RetryAsync(() => place.Api(place.Region).EventBridgeAsync(action, $$"""{"Name":"{{place.EventRule}}"}""", cancellationToken), cancellationToken);
                if (answer is CallResult<string>.Failed(var failure))
                {
                    throw new AttackFailedException($"{failure.Operation}: {failure.Code}: {failure.Message}");
                }
                break;
            case AttackStep.Events(var asked):
                await DeliverAsync(asked is null ? manner : Enum.Parse<DeliveryMode>(asked, ignoreCase: true), cancellationToken);
                break;
            case AttackStep.Fault(var parameters):
                await place.Lab!.CallAsync("InjectFault", parameters.Select(Filled), cancellationToken);
                break;
            case AttackStep.Rest(var elsewhere):
                await (place.Lab is null ? Task.Delay(elsewhere, place.Time, cancellationToken) : DeliverAsync(manner, cancellationToken));
                break;
            case AttackStep.Sweep:
                await place.Lab!.SweepAsync(place.Region, cancellationToken);
                break;
        }
    }

    private async Task CallAsync(AttackStep.Ec2 call, CancellationToken cancellationToken)
    {
        var region = call.Region ?? place.Region;
        for (var start = place.Time.GetTimestamp(); ;)
        {
            switch (await sandbox.Ec2Async(region, call.Action, call.Parameters.Select(Filled)))
            {
                case CallResult<XElement>.Failed(var failure) when call.MayFail.Contains(failure.Code):
                    return;
                case CallResult<XElement>.Failed(var failure) when call.IfLacking is not null && Lacking.Contains(failure.Code):
                    _without.Add(call.IfLacking);
                    return;
                case CallResult<XElement>.Failed({ Code: "IncorrectState" }):
                    break; // a prefix list is still being changed
                case CallResult<XElement>.Failed(var failure):
                    throw new AttackFailedException($"{failure.Operation}: {failure.Code}: {failure.Message}");
                case CallResult<XElement>.Ok(var answer) when call.Saves.Values.All(element => Sandbox.Find(answer, element) is not null):
                    foreach (var (variable, element) in call.Saves)
                    {
                        _variables[variable] = (Sandbox.Text(answer, element), region);
                    }
                    return;
            }
            if (place.Time.GetElapsedTime(start) > timeout)
            {
                throw new AttackFailedException($"{call.Action} answers no {string.Join(", ", call.Saves.Values)}");
            }
            await Task.Delay(place.LookAgainAfter, place.Time, cancellationToken); // EC2 shows some things late
        }
    }

    // what was held comes now: with a sweep before it, after it, or instead of it
    private async Task DeliverHeldAsync(CancellationToken cancellationToken)
    {
        if (place.Lab is not { } lab)
        {
            return;
        }
        if (manner is DeliveryMode.Late or DeliveryMode.Lost)
        {
            foreach (var region in attack.Steps.OfType<AttackStep.Ec2>().Where(step => step.On.HasFlag(place.Scene)).Select(step => step.Region ?? place.Region).Distinct())
            {
                await lab.SweepAsync(region, cancellationToken);
            }
        }
        if (manner is DeliveryMode.Late or DeliveryMode.Reversed)
        {
            await lab.CallAsync("ReleaseEvents", [], cancellationToken);
        }
    }

    private Task DeliverAsync(DeliveryMode how, CancellationToken cancellationToken) =>
        place.Lab?.CallAsync("DeliverEvents", [new("Manner", how.ToString())], cancellationToken) ?? Task.CompletedTask;

    private async Task<ImmutableArray<string>> WhyAsync(CancellationToken cancellationToken)
    {
        var why = ImmutableArray.CreateBuilder<string>();
        foreach (var name in attack.Groups.Select(group => group.Name).Union(attack.Ends.Keys))
        {
            // what a left-out call would have made isn't there
            if (_variables.TryGetValue(name, out var variable))
            {
                await CompareAsync(name, variable.Value, variable.Region, why, cancellationToken);
            }
        }
        foreach (var (message, ids) in _before)
        {
            if (!(await MailAsync(message, cancellationToken)).Any(mail => !ids.Contains(mail.Id)))
            {
                why.Add($"nobody was told of {message.About}{(message.Outcome is null ? "" : $": {message.Outcome}")}");
            }
        }
        return why.ToImmutable();
    }

    private async Task CompareAsync(string name, string groupId, string region, ImmutableArray<string>.Builder why, CancellationToken cancellationToken)
    {
        var read = await place.RetryAsync(() => place.Groups(region).ReadAsync(groupId, cancellationToken), cancellationToken);
        if (read is CallResult<SecurityGroup>.Failed(var failure))
        {
            why.Add($"{name} {groupId} can't be read: {failure.Code}: {failure.Message}");
            return;
        }
        var has = ((CallResult<SecurityGroup>.Ok)read).Value.Rules.Select(rule => rule.ToString()).ToHashSet();
        var end = attack.Ends.GetValueOrDefault(name) ?? new(attack.Groups.First(group => group.Name == name).Rules);
        var must = end.Has.Select(Rule).ToHashSet();
        why.AddRange(must.Except(has).Select(rule => $"{name} {groupId} has lost: {rule}"));
        var may = end.MayHave.Concat(_without.Count > 0 ? end.MayHaveWithout : []).Select(Rule);
        why.AddRange(has.Except(must).Except(may).Select(rule => $"{name} {groupId} still has: {rule}"));
        if (has.Count > end.AtMost)
        {
            why.Add($"{name} {groupId} still has {has.Count} rules, of which at most {end.AtMost} may stay");
        }
    }

    private async Task<List<AttackMail>> MailAsync(AttackMessage message, CancellationToken cancellationToken)
    {
        var text = _variables.TryGetValue(message.About, out var variable) ? variable.Value : message.About;
        return [.. (await place.Mailbox!.ContainingAsync(text, cancellationToken)).Where(mail => mail.Says(message.Outcome))];
    }

    private string Rule(string text) => RuleText.Parse(Fill(text)).ToString();

    private KeyValuePair<string, string> Filled(KeyValuePair<string, string> parameter) => new(parameter.Key, Fill(parameter.Value));

    // the longest names first, so that $web2 isn't $web and a 2
    private string Fill(string text) => _variables.OrderByDescending(variable => variable.Key.Length)
        .Aggregate(text, (filled, variable) => filled.Replace($"${variable.Key}", variable.Value.Value, StringComparison.Ordinal));
}
