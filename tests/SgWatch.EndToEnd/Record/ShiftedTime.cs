namespace SgWatch.EndToEnd.Record;

/// <summary>The system's clock, put back. It goes on by itself, and can be put ahead; waits take as long as they do.</summary>
/// <param name="back">How far it is put back at first.</param>
internal sealed class ShiftedTime(TimeSpan back) : TimeProvider
{
    private TimeSpan _shift = -back;

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + _shift;

    public void Move(TimeSpan ahead) => _shift += ahead;
}
