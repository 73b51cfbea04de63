namespace SgWatch.EndToEnd.Tools;

/// <summary>What is done to a call.</summary>
public enum CallFault
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>503, RequestLimitExceeded; the server doesn't see it.</summary>
    Throttled,

    /// <summary>500; the server doesn't see it.</summary>
    ServerError,

    /// <summary>The connection breaks; the server doesn't see it.</summary>
    Reset,

    /// <summary>It takes longer.</summary>
    Slow,

    /// <summary>The server does it, and the connection breaks before its answer.</summary>
    AnswerLost,
}
