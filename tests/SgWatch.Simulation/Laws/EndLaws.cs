using SgWatch.Incidents;
using SgWatch.Simulation.World;

namespace SgWatch.Simulation.Laws;

/// <summary>The laws about the record and about people: every change is recorded, and people are notified of it once.</summary>
internal sealed class EndLaws(SimulatedWorld world)
{
    private const string Incidents = "sgwatch.incident";

    /// <summary>Judges a run that is over.</summary>
    public async Task JudgeAsync()
    {
        var entries = new List<IncidentEntry>();
        for (var day = world.DeployedAt.AddDays(-1); day <= world.Now.AddDays(1); day = day.AddDays(1))
        {
            var found = await world.Record.DayAsync(DateOnly.FromDateTime(day.UtcDateTime), isUnnotified: false, int.MaxValue, default);
            if (found.TryGet(out var some, out _))
            {
                entries.AddRange(some);
            }
        }
        var recorded = entries.SelectMany(static entry => entry.Incident.Revoked)
            .Select(static rule => rule.SecurityGroupRuleId).ToHashSet();
        var notified = world.Mail.SelectMany(static mail => mail.Notification.Incident?.Revoked ?? [])
            .Select(static rule => rule.SecurityGroupRuleId).ToHashSet();
        foreach (var rule in world.Cloud.Ledger.All.Where(static rule => rule.IsTakenByGuard))
        {
            world.Tally.Hit("law: every change is in the record");
            if (!recorded.Contains(rule.Id) && WasRecordAway(rule.GoneAt!.Value) && HasEnded(rule))
            {
                world.Tally.Hit("left: the record didn't answer when a rule was taken, and the process ended before it did");
            }
            else if (!recorded.Contains(rule.Id))
            {
                world.Fail("recorded", $"{rule} was taken at {rule.GoneAt:dd HH:mm:ss}, and no incident of the record says so");
            }
            world.Tally.Hit("law: people were notified of every change");
            if (!notified.Contains(rule.Id) && !IsInFight(rule) && WasRecordAway(rule.GoneAt!.Value) && DiedAfter(rule.GoneAt.Value))
            {
                world.Tally.Hit("left: the process died while the record was away, so nobody was notified");
            }
            else if (!notified.Contains(rule.Id) && !IsInFight(rule))
            {
                world.Fail("notified", $"{rule} was taken at {rule.GoneAt:dd HH:mm:ss}, and nobody was notified");
            }
        }
        JudgeMail();
        NamedEntries.JudgeOnce(world);
    }

    private void JudgeMail()
    {
        foreach (var mail in world.Mail)
        {
            foreach (var rule in mail.Notification.Incident?.Revoked ?? [])
            {
                world.Tally.Hit("law: no message says what did not happen");
                if (world.Cloud.Ledger.Find(rule.SecurityGroupRuleId!) is not { TakenBy: not null, GoneAt: not null } known
                    || known.GoneAt > mail.At)
                {
                    world.Fail("not so",
                        $"{rule.SecurityGroupRuleId} was in a message as taken at {mail.At:dd HH:mm:ss}, and the guard didn't take it");
                }
            }
        }
        foreach (var same in world.Mail.Where(static mail => mail.Notification is { Kind: Incidents, Incident: not null })
            .GroupBy(static mail => (mail.Notification.Incident!.Id, mail.Notification.Incident.Outcome)))
        {
            world.Tally.Hit("law L3: notified once");
            var (first, last) = (same.First(), same.Last());
            if (first != last && !world.Troubles.Exists(at => at >= first.At - TimeSpan.FromMinutes(5) && at <= last.At))
            {
                world.Fail("L3", $"{same.Key} was in {same.Count()} messages: "
                    + $"{string.Join(", ", same.Select(mail => $"{mail.At:dd HH:mm:ss} by {mail.From.Name}"))}");
            }
        }
    }

    // what a process couldn't record waits in it until it next runs
    private static bool HasEnded(KnownRule rule) => rule.TakenBy is not { Life.IsDead: false } process
        || process.StartedAt - rule.GoneAt < TimeSpan.FromMinutes(5);

    private bool DiedAfter(DateTimeOffset at) => world.Deaths.Exists(death => death >= at && death <= at + TimeSpan.FromMinutes(2));

    private bool WasRecordAway(DateTimeOffset at) =>
        world.RecordTroubles.Exists(trouble => trouble >= at - TimeSpan.FromMinutes(1) && trouble <= at + TimeSpan.FromMinutes(2));

    // a fight's later rounds come in a digest
    private bool IsInFight(KnownRule rule) => world.Mail.Exists(mail => mail.Notification.Kind != Incidents
        && mail.Notification.Text.Contains(rule.GroupId, StringComparison.Ordinal));
}
