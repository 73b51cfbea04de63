using SgWatch.Simulation.Laws;
using SgWatch.Simulation.Runs;

namespace SgWatch.Simulation;

/// <summary>Stories that are told step by step, each with its end.</summary>
public sealed class StoriesTests
{
    private const string OldHalf = "ingress tcp/8080 from 8.0.0.0/9";
    private const string OldSsh = "ingress tcp/22 from 0.0.0.0/0";

    [Fact] // 1
    public void An_old_complying_half_stays_and_the_new_one_that_fills_it_up_goes()
    {
        var scene = new Scene();
        scene.LookFirst();
        var web2 = scene.Cast.Groups[1];

        scene.Unheard(() =>
        {
            scene.Cast.Add(People.Attacker, web2, "tcp/8080", "8.128.0.0/9");
            scene.Cast.Add(People.Attacker, web2, "tcp/8080", "8.64.0.0/10");
        });
        scene.Sweep(hours: 2);

        scene.AssertRules(web2, OldSsh, OldHalf, "ingress tcp/8080 from 8.64.0.0/10"); // without the half nothing is open to the world
    }

    [Fact] // 2
    public void A_tolerated_rule_that_is_replaced_stays_and_the_same_text_two_hours_later_goes()
    {
        var scene = new Scene();
        scene.LookFirst();
        var web2 = scene.Cast.Groups[1];

        scene.Cast.Remove(People.Founder, scene.Cast.Pick(1, 0)!);
        scene.Pass(TimeSpan.FromMinutes(5));
        scene.Sweep();
        scene.Cast.Add(People.Founder, web2, "tcp/22", "0.0.0.0/0");
        scene.Sweep(hours: 3);
        scene.AssertRules(web2, OldSsh, OldHalf);

        scene.Cast.Remove(People.Founder, scene.World.Cloud.Ledger.All.Last(rule => rule.GroupId == web2 && rule.GoneAt is null));
        scene.Sweep(hours: 2);
        scene.Cast.Add(People.Attacker, web2, "tcp/22", "0.0.0.0/0");
        scene.Sweep(hours: 2);
        scene.AssertRules(web2, OldHalf);
    }

    [Fact] // 6
    public void What_came_under_a_lenient_policy_is_closed_once_the_policy_is_back_after_a_notice()
    {
        var scene = new Scene();
        scene.LookFirst();
        var db = scene.Cast.Groups[2];
        scene.Write(PolicyVariant.NoAdmin);
        scene.Sweep(hours: 2);
        scene.Cast.Add(People.Attacker, db, "tcp/22", "8.0.0.0/10");
        scene.Sweep(hours: 24);
        scene.AssertRules(db, "ingress tcp/5432 from 10.0.0.0/8", "ingress any from 8.0.0.0/9", "ingress tcp/22 from 8.0.0.0/10");

        scene.Write(PolicyVariant.None);
        scene.Sweep(hours: 3);

        scene.AssertRules(db, "ingress tcp/5432 from 10.0.0.0/8", "ingress any from 8.0.0.0/9");
    }

    [Fact] // 6
    public void A_guardrail_that_is_renamed_changes_nothing()
    {
        var scene = new Scene();
        scene.LookFirst();
        var mail = scene.World.Mail.Count;

        scene.Write(PolicyVariant.AdminRenamed);
        scene.Sweep(hours: 3);

        scene.AssertRules(scene.Cast.Groups[1], OldSsh, OldHalf);
        Assert.Equal(mail, scene.World.Mail.Count);
    }

    [Fact] // 7
    public void A_tag_that_is_off_for_twenty_minutes_closes_nothing()
    {
        var scene = new Scene();
        scene.LookFirst();
        var web1 = scene.Cast.Groups[0];

        scene.Cast.Tag(People.Honest, web1, isOn: false);
        scene.Pass(TimeSpan.FromMinutes(1));
        scene.Sweep();
        scene.Pass(TimeSpan.FromMinutes(17));
        scene.Cast.Tag(People.Honest, web1, isOn: true);
        scene.Sweep(hours: 3);

        scene.AssertRules(web1, "ingress tcp/443 from 0.0.0.0/0", "ingress tcp/22 from 10.0.0.0/8");
    }

    [Fact] // 7
    public void A_rule_under_a_borrowed_tag_is_closed_once_the_tag_is_off()
    {
        var scene = new Scene();
        scene.LookFirst();
        var app = scene.Cast.Groups[3];
        var lists = new[] { "ingress tcp/22 from pl-0aaaaaaaaaaaaaaa0", "ingress tcp/8080 from pl-0aaaaaaaaaaaaaaa1" };
        scene.Cast.Tag(People.Attacker, app, isOn: true);
        scene.Cast.Add(People.Attacker, app, "tcp/443", "0.0.0.0/0");
        scene.Pass(TimeSpan.FromMinutes(5));
        scene.AssertRules(app, [.. lists, "ingress tcp/443 from 0.0.0.0/0"]);

        scene.Cast.Tag(People.Attacker, app, isOn: false);
        scene.Sweep(hours: 2);

        scene.AssertRules(app, lists);
    }

    [Theory] // 10
    [InlineData(true)]
    [InlineData(false)]
    public void A_lost_call_is_looked_up_and_only_the_pipelines_own_is_kept(bool isPipeline)
    {
        var scene = new Scene();
        scene.LookFirst();
        var db = scene.Cast.Groups[2];

        scene.Unheard(() => scene.Cast.Add(isPipeline ? People.Pipeline : People.Impostor, db, "tcp/22", "0.0.0.0/0"));
        scene.Sweep(hours: 2);

        string[] old = ["ingress tcp/5432 from 10.0.0.0/8", "ingress any from 8.0.0.0/9"];
        scene.AssertRules(db, isPipeline ? [.. old, "ingress tcp/22 from 0.0.0.0/0"] : old);
    }

    [Fact]
    public void A_lost_call_of_the_first_day_is_closed_though_cloud_trail_knows_it_only_after_some_minutes()
    {
        var scene = new Scene();
        scene.Sweep(hours: 3);
        var db = scene.Cast.Groups[2];

        scene.Unheard(() => scene.Cast.Add(People.Attacker, db, "tcp/22", "0.0.0.0/0"));
        scene.Sweep(hours: 3);

        scene.AssertRules(db, "ingress tcp/5432 from 10.0.0.0/8", "ingress any from 8.0.0.0/9");
    }

    [Fact]
    public void A_rule_from_before_a_new_guardrail_stays_though_another_event_shows_it_first()
    {
        var scene = new Scene();
        scene.LookFirst();
        var db = scene.Cast.Groups[2];
        scene.Unheard(() => scene.Cast.Add(People.Honest, db, "tcp/8080", "8.64.0.0/10"));
        scene.Pass(TimeSpan.FromMinutes(20));

        scene.Write(PolicyVariant.Web);
        scene.Pass(TimeSpan.FromMinutes(5));
        scene.Cast.Modify(People.Honest, scene.Cast.Pick(2, 0)!, "tcp/5432", "10.0.0.0/8", "only a description");
        scene.Pass(TimeSpan.FromMinutes(5));
        scene.Sweep(hours: 3);

        scene.AssertRules(db,
            "ingress tcp/5432 from 10.0.0.0/8", "ingress any from 8.0.0.0/9", "ingress tcp/8080 from 8.64.0.0/10");
    }

    [Fact]
    public void While_the_memory_is_away_an_old_rule_stays_whose_description_is_edited()
    {
        var scene = new Scene();
        scene.LookFirst();
        scene.World.Faults["memory"].OutUntil = scene.World.Now + TimeSpan.FromMinutes(30);

        scene.Cast.Modify(People.Honest, scene.Cast.Pick(1, 0)!, "tcp/22", "0.0.0.0/0", "only a description");
        scene.Sweep(hours: 3);

        scene.AssertRules(scene.Cast.Groups[1], OldSsh, OldHalf);
    }

    [Fact] // 11
    public void A_rule_that_was_made_a_minute_before_deployment_and_shows_late_stays()
    {
        var scene = new Scene(before: scene =>
        {
            scene.World.Scheduler.RunUntil(scene.World.DeployedAt - TimeSpan.FromMinutes(1));
            scene.World.Cloud.Account.Settings.ListDelay = TimeSpan.FromMinutes(3);
            scene.Cast.Add(People.Honest, scene.Cast.Groups[2], "tcp/22", "0.0.0.0/0");
        });
        scene.Sweep();
        scene.World.Cloud.Account.Settings.ListDelay = TimeSpan.Zero;
        scene.Sweep(hours: 30);

        scene.AssertRules(scene.Cast.Groups[2],
            "ingress tcp/5432 from 10.0.0.0/8", "ingress any from 8.0.0.0/9", "ingress tcp/22 from 0.0.0.0/0");
    }
}
