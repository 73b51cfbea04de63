namespace SgWatch.Cli.Commands;

/// <summary>How a command ended, for scripts.</summary>
internal static class ExitCode
{
    /// <summary>No findings, or everything is done.</summary>
    public const int Clean = 0;

    /// <summary>Findings, or a policy test failed.</summary>
    public const int Findings = 1;

    /// <summary>The command line, the policy or the input is wrong.</summary>
    public const int Usage = 2;

    /// <summary>AWS, or input and output, failed.</summary>
    public const int Failed = 3;
}
