using SgWatch.Aws.Connections;
using SgWatch.Aws.Dynamo;
using SgWatch.Aws.Settings;
using SgWatch.Calls;
using SgWatch.Guard;
using SgWatch.Guard.Ports;
using SgWatch.Guard.Retrying;
using SgWatch.Text;

namespace SgWatch.Cli.Commands;

/// <summary>What every command that calls AWS does alike: it connects, tries again, and says what failed and what to do.</summary>
internal static class AwsCommand
{
    private const int MaxMessageLength = 300;
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan ReadWithin = TimeSpan.FromSeconds(10); // no group waits for a command

    /// <summary>Runs with a connection to AWS. Says what is wrong if there can be none.</summary>
    /// <param name="command">The command, such as <c>incidents</c>.</param>
    /// <param name="settings">How to reach AWS.</param>
    /// <param name="error">Where the problem is written.</param>
    /// <param name="run">The work.</param>
    public static async Task<int> ConnectedAsync(
        string command, AwsSettings settings, TextWriter error, Func<AwsConnection, Task<int>> run)
    {
        try
        {
            using var connection = new AwsConnection(settings, error.WriteLine);
            return await run(connection);
        }
        catch (AwsConfigurationException problem)
        {
            error.WriteLine($"sgwatch {command}: {problem.Message}");
            return ExitCode.Usage;
        }
    }

    /// <summary>Tries calls again while AWS throttles or fails, for some seconds each.</summary>
    public static Retry Retry(TimeProvider time) => new(new GuardOptions(), time, Random(time), Limit);

    /// <summary>Chance for one run of a command.</summary>
    public static Random Random(TimeProvider time) => new((int)time.GetTimestamp());

    /// <summary>The guard's memory.</summary>
    /// <param name="connection">The connection. The table is in its region.</param>
    /// <param name="table">The table's name.</param>
    /// <param name="time">The clock.</param>
    public static IMemoryStore Memory(AwsConnection connection, string table, TimeProvider time) =>
        new DynamoMemoryStore(connection, table, time) { ReadWithin = ReadWithin };

    /// <summary>Reports a failed call, and what to do about it.</summary>
    /// <param name="command">The command, such as <c>incidents</c>.</param>
    /// <param name="failure">The failure.</param>
    /// <param name="error">Where it is written.</param>
    public static int Failed(string command, CallFailure failure, TextWriter error)
    {
        error.WriteLine($"sgwatch {command}: {Sentence(failure)}");
        if (Advice(failure) is { } advice)
        {
            error.WriteLine($"sgwatch {command}: {advice}");
        }
        return ExitCode.Failed;
    }

    /// <summary>A failed call on one line: the call, AWS's code as AWS spells it, and AWS's sentence.</summary>
    public static string Sentence(CallFailure failure) =>
        $"{failure.Operation}: {SafeText.Excerpt(failure.Code)}: {SafeText.Excerpt(failure.Message, MaxMessageLength)}";

    private static string? Advice(CallFailure failure) => failure.Kind switch
    {
        CallFailureKind.Transient when AwsErrorCodes.IsThrottle(failure.Code) =>
            $"AWS throttles {failure.Operation}: the account makes too many calls. It was tried several times. "
                + "Wait a minute, then run it again.",
        CallFailureKind.Transient =>
            $"AWS did not answer {failure.Operation} well, although it was tried several times. Run it again later.",
        CallFailureKind.Refused => $"These credentials may not call {failure.Operation}. Name others, such as with --profile.",
        _ => null,
    };
}
