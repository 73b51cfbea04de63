namespace SgWatch.Cli.Tests;

/// <summary>How a command ended, and what it wrote.</summary>
internal sealed record CliResult(int ExitCode, string Output, string Error)
{
    public string[] Lines => Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
}
