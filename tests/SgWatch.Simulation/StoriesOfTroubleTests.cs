using SgWatch.Changes;
using SgWatch.Rules;
using SgWatch.Simulation.Plain;
using SgWatch.Simulation.Runs;
using SgWatch.Simulation.World;

namespace SgWatch.Simulation;

/// <summary>Stories in which much goes wrong, or much happens, each with its end.</summary>
public sealed class StoriesOfTroubleTests
{
    private const string OldHalf = "ingress tcp/8080 from 8.0.0.0/9";
    private const string OldSsh = "ingress tcp/22 from 0.0.0.0/0";
    private const int Crowd = 200;
    private static readonly string[] OldDb = ["ingress tcp/5432 from 10.0.0.0/8", "ingress any from 8.0.0.0/9"];
    private static readonly AccountRegion Here = new(People.Account, Cloud.Region);

    [Theory] // 3
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_table_that_is_emptied_or_rolled_back_is_filled_from_its_copy_and_what_opened_unheard_is_closed(bool isEmptied)
    {
        var scene = new Scene(before: static scene => scene.World.Copy = new());
        scene.Sweep(hours: 3);
        var memory = scene.World.Memory;
        var region = Value(await memory.Store.ReadRegionAsync(Here, TestContext.Current.CancellationToken));
        var groups = Value(await memory.Store.ListAsync(Here, null, TestContext.Current.CancellationToken)).Groups;
        scene.Sweep(hours: 26);

        if (isEmptied)
        {
            memory.Empty();
        }
        else
        {
            await memory.RestoreAsync(Here, region, groups);
        }
        scene.Unheard(() => scene.Cast.Add(People.Attacker, scene.Cast.Groups[2], "tcp/22", "0.0.0.0/0"));
        scene.Sweep(hours: 3);

        scene.AssertRules(scene.Cast.Groups[2], OldDb);
        scene.AssertRules(scene.Cast.Groups[1], OldSsh, OldHalf);
        Assert.Contains(scene.World.Mail, static mail => mail.Notification.Kind.Contains("memory", StringComparison.Ordinal));
    }

    [Fact] // 4
    public void While_the_first_sweep_takes_three_days_what_an_event_names_is_closed_and_old_rules_stay()
    {
        var scene = new Scene();
        var (web1, web2, db, app) = (scene.Cast.Groups[0], scene.Cast.Groups[1], scene.Cast.Groups[2], scene.Cast.Groups[3]);
        scene.World.GroupsListed = 1;
        scene.Sweep(hours: 4);
        scene.Cast.Add(People.Attacker, app, "tcp/22", "8.0.0.0/8"); // before the first look at the group, and heard
        scene.World.Events.Late = TimeSpan.FromHours(60); // heard after the first look
        scene.Cast.Add(People.Attacker, db, "tcp/22", "8.0.0.0/10");
        scene.World.Events.Mend();
        scene.Sweep(hours: 20);
        scene.World.GroupsListed = 3;
        scene.Sweep(hours: 4);
        scene.Unheard(() => scene.Cast.Add(People.Attacker, web2, "tcp/22", "8.0.0.0/10")); // after the first look, and unheard
        scene.Sweep(hours: 44);
        scene.World.GroupsListed = null;
        scene.Sweep(hours: 30);

        scene.AssertRules(web1, "ingress tcp/443 from 0.0.0.0/0", "ingress tcp/22 from 10.0.0.0/8");
        scene.AssertRules(web2, OldSsh, OldHalf);
        scene.AssertRules(db, OldDb);
        scene.AssertRules(app, "ingress tcp/22 from pl-0aaaaaaaaaaaaaaa0", "ingress tcp/8080 from pl-0aaaaaaaaaaaaaaa1");
    }

    [Fact] // 8
    public void Half_a_listing_and_a_list_that_shrinks_and_returns_never_take_what_is_tolerated()
    {
        const string List = "pl-0aaaaaaaaaaaaaaa1";
        var scene = new Scene(before: scene => scene.Cast.Add(People.Founder, scene.Cast.Groups[3], "tcp/22", List));
        string[] old = ["ingress tcp/22 from pl-0aaaaaaaaaaaaaaa0", $"ingress tcp/8080 from {List}", $"ingress tcp/22 from {List}"];
        scene.LookFirst();
        scene.World.GroupsListed = 2;
        scene.Sweep(hours: 2);
        scene.World.GroupsListed = null;
        scene.Cast.NarrowList(People.Honest, 1);
        scene.Sweep(hours: 3);

        scene.World.Cloud.SetList(People.Honest, List, "8.0.0.0/9");
        scene.Sweep(hours: 3);

        scene.AssertRules(scene.Cast.Groups[3], old);
        scene.AssertRules(scene.Cast.Groups[1], OldSsh, OldHalf);
    }

    [Fact] // 9
    public void Lists_that_are_widened_over_200_groups_and_300_openings_do_not_keep_a_quiet_opening_open_for_long()
    {
        var scene = new Scene(policy: PolicyVariant.SmallBudget, before: scene =>
        {
            for (var i = 0; i < Crowd + 300; i++)
            {
                var group = $"sg-0ccccccccccccc{i:d3}";
                scene.World.Cloud.Account.Put(new SecurityGroup(group, $"crowd-{i}")
                {
                    VpcId = "vpc-0cccccccccccccccc",
                    OwnerId = People.Account,
                    Region = Cloud.Region,
                });
                if (i < Crowd)
                {
                    scene.Cast.Add(People.Founder, group, "tcp/22", "pl-0aaaaaaaaaaaaaaa0");
                }
            }
        });
        scene.LookFirst();
        var db = scene.Cast.Groups[2];
        for (var hour = 0; hour < 4; hour++)
        {
            scene.Cast.WidenList(People.Attacker, 0, hour);
            if (hour == 0)
            {
                for (var i = 0; i < 300; i++)
                {
                    var who = i % 2 == 0 ? People.Attacker : People.Controller;
                    scene.Cast.Add(who, $"sg-0ccccccccccccc{Crowd + i:d3}", "tcp/8080", "0.0.0.0/0");
                }
                scene.Unheard(() => scene.Cast.Add(People.Honest, db, "tcp/5432", "0.0.0.0/0"));
            }
            scene.Sweep(hours: 1);
        }

        scene.AssertRules(db, OldDb);
        scene.Sweep(hours: 8);
        Assert.DoesNotContain(scene.World.Cloud.Ledger.All, static rule => rule.GoneAt is null && rule.Last.By != People.Founder);
    }

    [Fact] // 13
    public void Two_rules_that_were_opened_under_one_exemption_both_go_when_it_ends_and_the_older_neighbour_stays()
    {
        var scene = new Scene(policy: PolicyVariant.Exempt);
        scene.LookFirst();
        var web2 = scene.Cast.Groups[1];
        scene.Cast.Add(People.Honest, web2, "tcp/22", "8.0.0.0/10");
        scene.Pass(TimeSpan.FromMinutes(5));
        scene.Cast.Add(People.Honest, web2, "tcp/22", "8.64.0.0/10");
        scene.Sweep(hours: 2);
        scene.AssertRules(web2, OldSsh, OldHalf, "ingress tcp/22 from 8.0.0.0/10", "ingress tcp/22 from 8.64.0.0/10");

        scene.Sweep(hours: 24); // its last day is over

        scene.AssertRules(web2, OldSsh, OldHalf);
    }

    private static T Value<T>(Calls.CallResult<T> result) =>
        result.TryGet(out var value, out var failure) ? value : throw new InvalidOperationException($"{failure}");
}
