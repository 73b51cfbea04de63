namespace SgWatch.Tests.Guard;

/// <summary>
/// Lets several run as if at once, one step at a time, in an order made by chance from one seed: every order can be had again.
/// </summary>
internal sealed class Turns(int running, Random random)
{
    private readonly Lock _lock = new();
    private readonly List<TaskCompletionSource> _waiting = [];
    private int _running = running;

    /// <summary>Waits for the turn to make the next step.</summary>
    public Task NextAsync()
    {
        var turn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_lock)
        {
            _waiting.Add(turn);
            GiveTurn();
        }
        return turn.Task;
    }

    /// <summary>One of them has come to its end.</summary>
    public void Leave()
    {
        lock (_lock)
        {
            _running--;
            GiveTurn();
        }
    }

    private void GiveTurn()
    {
        if (_running > 0 && _waiting.Count == _running)
        {
            var i = random.Next(_waiting.Count);
            var next = _waiting[i];
            _waiting.RemoveAt(i);
            next.SetResult();
        }
    }
}
