using SgWatch.Simulation.Plain;
using SgWatch.Simulation.World;

namespace SgWatch.Simulation.Actors;

/// <summary>Lets each act of a story happen.</summary>
internal sealed class Stage(SimulatedWorld world, Cast cast)
{
    private static readonly PolicyVariant[] Variants =
    [
        PolicyVariant.None, PolicyVariant.Web, PolicyVariant.NoAdmin, PolicyVariant.AdminRenamed, PolicyVariant.AdminObserves,
        PolicyVariant.AdminCritical, PolicyVariant.None, PolicyVariant.NoPipeline, PolicyVariant.AdminWider,
    ];

    /// <summary>Does what the act says.</summary>
    public void Play(Act act)
    {
        world.Tally.Hit($"act: {act.Kind}");
        world.Trace($"-- {act.Kind} {act.A} {act.B}");
        switch (act.Kind)
        {
            case ActKind.Open:
                cast.Open(act.B % 5 == 0 ? People.Impostor : People.Attacker, act.A, act.B);
                break;
            case ActKind.OpenHalves:
                cast.Add(People.Attacker, cast.Group(act.A), "tcp/8080", "8.0.0.0/9");
                Later(act.B % 3_600, () => cast.Add(People.Attacker, cast.Group(act.A), "tcp/8080", "8.128.0.0/9"));
                break;
            case ActKind.BorrowTag:
                cast.Tag(People.Attacker, cast.Group(act.A), isOn: true);
                Later(5, () => cast.Add(People.Attacker, cast.Group(act.A), "tcp/443", "0.0.0.0/0"));
                Later(10 + (act.B % 10_000), () => cast.Tag(People.Attacker, cast.Group(act.A), isOn: false));
                break;
            case ActKind.ModifyWide when cast.Pick(act.A, act.B) is { } rule && !rule.Last.Rule.ToString().Contains("pl-"):
                var (service, peer) = Cast.Wide[act.B % Cast.Wide.Length];
                cast.Modify(People.Attacker, rule, service, peer, null);
                break;
            case ActKind.OpenThroughList:
                cast.OpenThroughList(People.Attacker, act.A, act.B);
                break;
            case ActKind.WidenList:
                cast.WidenList(People.Attacker, act.A, act.B);
                break;
            case ActKind.NarrowList:
                cast.NarrowList(People.Honest, act.A);
                break;
            case ActKind.AddHonest:
                cast.AddHarmless(People.Honest, act.A, act.B);
                break;
            case ActKind.RemoveHonest when cast.Pick(act.A, act.B) is { } rule:
                cast.Remove(People.Honest, rule);
                break;
            case ActKind.Describe when cast.Pick(act.A, act.B) is { } rule:
                var text = rule.Last.Rule.ToString().Split(' ');
                rule.DescribedAt ??= world.Now;
                cast.Modify(People.Honest, rule, text[1], text[3], $"described {act.B}");
                break;
            case ActKind.Replace when cast.Pick(act.A, act.B) is { } rule:
                Replace(rule, act.B);
                break;
            case ActKind.Undo when world.Operator.Incidents() is { Count: > 0 } incidents:
                world.Operator.Undo(incidents[act.B % incidents.Count], act.A % 4 == 0 ? world.Operator.AnySteps() : null);
                break;
            case ActKind.Accept when cast.Pick(act.A, act.B) is { } rule:
                var today = DateOnly.FromDateTime(world.Now.UtcDateTime);
                world.Operator.Accept(rule, act.B % 3 == 0 ? today.AddDays(act.B % 2) : null,
                    act.B % 8 == 1 ? world.Operator.AnySteps() : null);
                break;
            case ActKind.Drop when cast.Pick(act.A, act.B) is { } rule:
                world.Operator.Drop(rule, act.B % 8 == 0 ? world.Operator.AnySteps() : null);
                break;
            case ActKind.Pipeline:
                cast.Open(People.Pipeline, act.A, act.B);
                break;
            case ActKind.Controller:
                PutBack(act, times: 6);
                break;
            case ActKind.SwitchTag:
                cast.Tag(People.Honest, cast.Group(act.A), !world.Cloud.Ledger.Current(cast.Group(act.A)).IsEdge);
                break;
            case ActKind.WritePolicy:
                world.Policies.Write(world.Now, PlainPolicy.Of(Variants[act.B % Variants.Length]));
                world.Trace($"policy: {world.Policies.Current.Policy.Variant}");
                break;
            case var trouble:
                new Weather(world).Change(act);
                break;
        }
    }

    // Terraform deletes and makes, or makes only after a while
    private void Replace(KnownRule rule, int b)
    {
        var text = rule.Last.Rule.ToString().Split(' ');
        if (cast.Remove(People.Honest, rule))
        {
            Later(1 + (b % 600), () => cast.Add(People.Honest, rule.GroupId, text[1], text[3]));
        }
    }

    private void PutBack(Act act, int times)
    {
        cast.Open(People.Controller, act.A, act.B);
        if (times > 0)
        {
            Later(300, () => PutBack(act, times - 1));
        }
    }

    private void Later(int seconds, Action what) => world.Scheduler.At(world.Now + TimeSpan.FromSeconds(seconds), world.Nature, what);
}
