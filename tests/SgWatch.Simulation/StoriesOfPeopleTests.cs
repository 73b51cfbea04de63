using SgWatch.Simulation.Plain;
using SgWatch.Simulation.Runs;

namespace SgWatch.Simulation;

/// <summary>Stories in which a person uses a command, each with its end.</summary>
public sealed class StoriesOfPeopleTests
{
    private const string Opened = "ingress tcp/22 from 0.0.0.0/0";
    private static readonly string[] Old = ["ingress tcp/5432 from 10.0.0.0/8", "ingress any from 8.0.0.0/9"];

    [Fact] // 5
    public void An_undone_rule_stays_wherever_the_command_was_killed_and_goes_once_somebody_widens_it()
    {
        var unfinished = 0;
        for (var steps = 1; steps <= 40; steps++)
        {
            var scene = ClosedOnce();
            var db = scene.Cast.Groups[2];
            var incidents = scene.World.Operator.Incidents();
            scene.World.Operator.Undo(incidents[^1], diesAfter: steps);
            scene.Pass(TimeSpan.FromMinutes(2));
            var back = scene.World.Cloud.Ledger.All.Find(static rule => rule.Versions[0].By == People.Undoer);
            unfinished += back is not null && scene.World.Tally.Counts.ContainsKey("fault: a command was killed") ? 1 : 0;

            scene.Sweep(hours: 3);
            scene.AssertRules(db, back is null ? Old : [.. Old, Opened]);
            if (back is not null)
            {
                scene.Cast.Modify(People.Attacker, back, "any", "0.0.0.0/0", null);
                scene.Sweep(hours: 1);
                scene.AssertRules(db, Old);
            }
        }
        Assert.True(unfinished > 3, $"{unfinished} commands were killed after they had put the rule back");
    }

    [Fact] // 12
    public void An_undone_rule_stays_though_old_events_come_again_while_the_table_is_down()
    {
        var events = new List<string>();
        var scene = new Scene();
        scene.LookFirst();
        scene.World.Cloud.Recorded += events.Add;
        var db = scene.Cast.Groups[2];
        scene.Cast.Add(People.Attacker, db, "tcp/22", "0.0.0.0/0");
        scene.Pass(TimeSpan.FromMinutes(5));
        scene.AssertRules(db, Old);

        scene.UndoLast();
        scene.Pass(TimeSpan.FromMinutes(61)); // without memory, a younger event would be acted on
        scene.World.Faults["memory"].OutUntil = scene.World.Now + TimeSpan.FromHours(1);
        foreach (var text in events.ToList().Concat(events.ToList()))
        {
            scene.World.Queue.Send(text, TimeSpan.FromMinutes(1));
        }
        scene.Sweep(hours: 4);

        scene.AssertRules(db, [.. Old, Opened]);
    }

    [Fact]
    public void An_accepted_rule_stays_until_its_last_day_is_over_and_a_dropped_one_goes_with_the_next_sweep()
    {
        var scene = new Scene();
        scene.LookFirst();
        var web2 = scene.Cast.Groups[1];
        var rule = scene.Cast.Pick(1, 0)!; // tcp/22 from everywhere, which was there before
        scene.World.Operator.Accept(rule, DateOnly.FromDateTime(scene.World.Now.UtcDateTime));
        scene.Sweep(hours: 12);
        scene.AssertRules(web2, Opened, "ingress tcp/8080 from 8.0.0.0/9");

        scene.Sweep(hours: 14);
        scene.AssertRules(web2, "ingress tcp/8080 from 8.0.0.0/9");

        scene.UndoLast();
        scene.Sweep(hours: 2);
        scene.AssertRules(web2, Opened, "ingress tcp/8080 from 8.0.0.0/9");
        var back = scene.World.Cloud.Ledger.All.Last(static rule => rule.GoneAt is null && rule.Versions[0].By == People.Undoer);
        scene.World.Operator.Drop(back);
        scene.Pass(TimeSpan.FromMinutes(1));
        scene.Sweep(hours: 2);
        scene.AssertRules(web2, "ingress tcp/8080 from 8.0.0.0/9");
    }

    // somebody opened a rule, and the guard closed it
    private static Scene ClosedOnce()
    {
        var scene = new Scene();
        scene.Sweep(hours: 3);
        scene.Cast.Add(People.Attacker, scene.Cast.Groups[2], "tcp/22", "0.0.0.0/0");
        scene.Pass(TimeSpan.FromMinutes(5));
        scene.AssertRules(scene.Cast.Groups[2], Old);
        return scene;
    }
}
