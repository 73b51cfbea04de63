namespace SgWatch.Guard.Ports;

/// <summary>The steps of five minutes in which counters remember an hour.</summary>
public static class CounterStep
{
    /// <summary>How many steps make an hour.</summary>
    public const int PerHour = 12;

    /// <summary>How many steps an invocation of at most 15 minutes may touch.</summary>
    public const int PerInvocation = 4;

    /// <summary>The number of the step in which a time lies, counted from 1970.</summary>
    public static long Of(DateTimeOffset time) => time.ToUnixTimeSeconds() / (3600 / PerHour);
}
