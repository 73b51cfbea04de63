namespace SgWatch.Guard.Ports;

/// <summary>The steps of five minutes in which counters remember an hour.</summary>
public static class CounterStep
{
    /// <summary>How many steps make the hour.</summary>
    public const int PerHour = 12;

    /// <summary>The number of a time's step; a step is over when the next begins.</summary>
    public static long Of(DateTimeOffset time) => time.ToUnixTimeSeconds() / (3600 / PerHour);
}
