namespace SgWatch.Lambda.Logs;

/// <summary>How much of what happens is written into the log; each level includes the ones after it.</summary>
internal enum LogLevel
{
    /// <summary>Each step of each event, for somebody who debugs.</summary>
    Debug,

    /// <summary>Each decision.</summary>
    Info,

    /// <summary>Alerts, and what people should look at.</summary>
    Warn,

    /// <summary>Failures.</summary>
    Error,
}
