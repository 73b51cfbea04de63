using SgWatch.Changes;
using SgWatch.Events;
using SgWatch.Simulation.Actors;
using SgWatch.Simulation.Laws;
using SgWatch.Simulation.Plain;
using SgWatch.Simulation.World;

namespace SgWatch.Simulation.Runs;

/// <summary>Plays a story from before the guard's deployment until everything is quiet, and holds the laws against it.</summary>
internal sealed class Run
{
    private const int SweepsToEnd = 5;
    private const int QuietSweeps = 2;
    private const long MaxCallsAnHour = 5_000;

    private readonly Story _story;
    private readonly SimulatedWorld _world;

    private Run(Story story, bool isTraced, Plant plant) =>
        (_story, _world) = (story, new(story.Seed, isTraced, plant, story.First));

    /// <summary>Plays a story.</summary>
    public static RunResult Play(Story story, bool isTraced = false, Plant plant = Plant.None)
    {
        var run = new Run(story, isTraced, plant);
        run.Play();
        return new(story, run._world.Failures, run._world.Tally, run._world.Lines);
    }

    private void Play()
    {
        var cast = new Cast(_world);
        var stage = new Stage(_world, cast);
        var laws = new RuleLaws(_world);
        _world.Cloud.Ledger.Taken = (rule, _) => laws.JudgeTaken(rule, _world.ActingSince);
        cast.Found(_story.OldRules);
        Until(_world.DeployedAt);
        _world.Trace("the guard is deployed");
        foreach (var act in _story.Acts)
        {
            _world.Scheduler.At(_world.DeployedAt + act.At, _world.Nature, () => stage.Play(act));
        }
        var end = _world.DeployedAt + (_story.Acts.IsEmpty ? TimeSpan.Zero : _story.Acts[^1].At) + TimeSpan.FromHours(4);
        for (var at = _world.DeployedAt + TimeSpan.FromMinutes(2); at < end; at += TimeSpan.FromHours(1))
        {
            Until(at + TimeSpan.FromSeconds(_world.Chance.Next(120)));
            Sweep();
        }
        Until(end);
        _world.Trace("all faults end");
        _world.Mend();
        for (var i = 0; i < SweepsToEnd; i++)
        {
            Until(_world.Now + TimeSpan.FromHours(1));
            Sweep();
        }
        Until(_world.Now + TimeSpan.FromMinutes(50));
        Judge(laws);
    }

    private void Judge(RuleLaws laws)
    {
        _world.Trace("the end");
        foreach (var rule in _world.Cloud.Ledger.All.Where(static rule => rule.GoneAt is null).ToList())
        {
            laws.JudgeLeft(rule);
        }
        JudgeQuiet();
        new EndLaws(_world).JudgeAsync().GetAwaiter().GetResult();
        new UndoLaw(_world).Judge(Until, Sweep);
        var hours = (_world.Now - _world.DeployedAt).TotalHours;
        if (_world.Calls > hours * MaxCallsAnHour)
        {
            _world.Fail("bounded", $"{_world.Calls} calls in {hours:0} hours");
        }
        if (_world.Scheduler.Leak is { } leak)
        {
            _world.Fail("one scheduler", leak);
        }
    }

    private void JudgeQuiet()
    {
        var (since, mails, gone) = (_world.Now, _world.Mail.Count, _world.Cloud.Ledger.All.Count(static rule => rule.GoneAt is not null));
        for (var i = 0; i < QuietSweeps; i++)
        {
            Sweep();
            Until(_world.Now + TimeSpan.FromHours(1));
        }
        if (_world.Cloud.Ledger.All.SelectMany(static rule => rule.Acceptances).Any(acceptance =>
            acceptance.MayHaveEnded(_world.Now) && !acceptance.HasEnded(_world.Now - TimeSpan.FromHours(6))))
        {
            _world.Tally.Hit("left: a person's word ended in the quiet hours");
            return;
        }
        _world.Tally.Hit("law L2: at last nothing changes");
        var news = _world.Mail.Skip(mails).ToList();
        if (news.FindIndex(mail => NamedEntries.IsDigestOfBefore(mail, since)) is >= 0 and var digest)
        {
            _world.Tally.Hit("left: the daily digest came in the quiet hours, about earlier ones");
            news.RemoveAt(digest);
        }
        if (news.Count > 0 || gone != _world.Cloud.Ledger.All.Count(static rule => rule.GoneAt is not null))
        {
            _world.Fail("L2", $"with nothing happening there were {news.Count} more messages: "
                + string.Join("; ", news.Select(static mail => mail.Notification.Subject)));
        }
    }

    private void Sweep() => _world.Queue.Send(SweepMessages.Sweep(new AccountRegion(People.Account, Cloud.Region), new()), TimeSpan.Zero);

    private void Until(DateTimeOffset at) => _world.Scheduler.RunUntil(at);
}
