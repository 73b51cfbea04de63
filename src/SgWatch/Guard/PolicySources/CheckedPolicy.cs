using System.Diagnostics;
using System.Security.Cryptography;
using SgWatch.Calls;
using SgWatch.Guard.Ports;
using SgWatch.Guard.Retrying;
using SgWatch.Policies;
using SgWatch.Policies.Reading;
using SgWatch.Verdicts.Testing;

namespace SgWatch.Guard.PolicySources;

/// <summary>
/// A policy file that is read again when it is no longer fresh, and used only if it has no mistake and passes its own tests.
/// </summary>
/// <remarks>
/// A file that can't be used changes nothing: the last good policy stays in force. If there is none yet, the built-in policy holds in mode
/// observe, because nobody asked for that policy to change firewalls. If a reading fails for the moment, it is retried at once. As long as
/// no policy was ever read, it is retried with the next message too. Not thread-safe.
/// </remarks>
/// <param name="source">The file's name, for messages.</param>
/// <param name="read">Reads the file's bytes; one call without retries.</param>
/// <param name="refreshAfter">How long what was read counts as fresh.</param>
/// <param name="strongest">The strongest mode in which the policy is used.</param>
/// <param name="time">The clock. It also decides which exemptions are in force when the policy's tests run.</param>
/// <param name="random">Spreads the retries.</param>
public sealed class CheckedPolicy(
    string source,
    Func<CancellationToken, Task<CallResult<ReadOnlyMemory<byte>>>> read,
    TimeSpan refreshAfter,
    PolicyMode strongest,
    TimeProvider time,
    Random random)
    : IPolicySource
{
    private const int MaxProblems = 20; // of a message; `sgwatch policy lint` lists them all
    private static readonly GuardOptions Tries = new() { MaxTries = 4, Reserve = TimeSpan.Zero };
    private static readonly TimeSpan TryFor = TimeSpan.FromSeconds(8); // of an invocation's minute

    private PolicyInForce? _inForce;
    private byte[]? _checked; // the SHA-256 of what was read last: the same bytes need no second check
    private DateTimeOffset _freshUntil;

    /// <summary>
    /// The SHA-256 that the file's bytes must have, in lower-case hexadecimal; null for any. Once the file was read so, it isn't read
    /// again.
    /// </summary>
    public string? Sha256 { get; init; }

    /// <summary>When the file that was read last was written. Null if nobody can say.</summary>
    public Func<DateTimeOffset?>? WrittenAt { get; init; }

    /// <inheritdoc/>
    public async ValueTask<PolicyInForce> GetAsync(CancellationToken cancellationToken)
    {
        if (_inForce is { } known && time.GetUtcNow() < _freshUntil)
        {
            return known;
        }
        var retry = new Retry(Tries, time, random, time.GetUtcNow() + TryFor);
        var next = (await retry.RunAsync(read, cancellationToken)).TryGet(out var bytes, out var failure)
            ? CheckNew(bytes.Span)
            : Unread(failure);
        _freshUntil = next switch
        {
            { IsFallback: true } => default,
            { Problem: null } when Sha256 is not null => DateTimeOffset.MaxValue,
            _ => time.GetUtcNow() + refreshAfter,
        };
        _inForce = next;
        return next;
    }

    private PolicyInForce CheckNew(ReadOnlySpan<byte> bytes)
    {
        var hash = SHA256.HashData(bytes);
        if (_inForce is not null && _checked is not null && hash.AsSpan().SequenceEqual(_checked))
        {
            return _inForce;
        }
        _checked = hash;
        var found = Convert.ToHexStringLower(hash);
        return Sha256 is null || Sha256 == found
            ? Check(bytes)
            : Keep($"{source} has the SHA-256 {found}, and {Sha256} is expected: it is another file than the one that was put in force");
    }

    private PolicyInForce Check(ReadOnlySpan<byte> bytes)
    {
        switch (PolicyReader.Read(source, bytes))
        {
            case PolicyReadResult.Rejected(var problems):
                return Keep($"{source} has {problems.Length} mistake{(problems.Length == 1 ? "" : "s")}:\n"
                    + Lines(problems.Select(problem => $"{source}:{problem.Line}:{problem.Column}: {problem.Code}: {problem}")));
            case PolicyReadResult.Accepted(var policy):
                var failed = PolicyTestRunner.Run(policy, time.GetUtcNow()).Where(result => !result.Passes).ToList();
                return failed.Count == 0
                    ? new(policy.AtMost(strongest)) { WrittenAt = WrittenAt?.Invoke() }
                    : Keep($"{source} fails its own tests:\n"
                        + Lines(failed.Select(result => $"{source}:{result.Test.Line}: {result.Test.Name}")));
            default:
                throw new UnreachableException("A policy file is accepted or rejected.");
        }
    }

    private PolicyInForce Unread(CallFailure failure)
    {
        var isFirst = _checked is null && _inForce is null or { IsFallback: true };
        _checked = null;
        return Keep($"{source} can't be read: {failure.Operation}: {failure.Code}: {failure.Message}") with
        {
            IsFallback = isFirst && failure.Kind == CallFailureKind.Transient,
        };
    }

    private PolicyInForce Keep(string problem) => new(_inForce?.Policy ?? BuiltInPolicy.Instance.AtMost(PolicyMode.Observe), problem)
    {
        WrittenAt = _inForce?.WrittenAt,
    };

    private static string Lines(IEnumerable<string> lines) => string.Join('\n', lines.Take(MaxProblems));
}
