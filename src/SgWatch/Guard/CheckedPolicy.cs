using System.Security.Cryptography;
using SgWatch.Policies;
using SgWatch.Policies.Reading;
using SgWatch.Policies.Testing;

namespace SgWatch.Guard;

/// <summary>A policy file, read again now and then, and used only if it has no mistake and passes its own tests.</summary>
/// <remarks>
/// A file that isn't fit is never used: the last good policy stays in force; where there is none yet, the built-in policy holds, in mode
/// observe, for a policy that somebody wrote and nobody can read must not change firewalls by another. Not for several threads at once.
/// </remarks>
/// <param name="source">The file's name, for messages.</param>
/// <param name="read">Reads its bytes; one call without retries.</param>
/// <param name="refreshAfter">How long what was read counts as fresh.</param>
/// <param name="strongest">The mode in which the policy is used at most.</param>
/// <param name="time">The clock, by which exemptions end too.</param>
public sealed class CheckedPolicy(
    string source, Func<CancellationToken, Task<CallResult<ReadOnlyMemory<byte>>>> read, TimeSpan refreshAfter, PolicyMode strongest, TimeProvider time)
    : IPolicySource
{
    private const int MaxProblems = 20; // of a message; `sgwatch policy lint` tells them all

    private PolicyInForce? _inForce;
    private byte[]? _checked; // the SHA-256 of what was read last: the same bytes need no second look
    private DateTimeOffset _freshUntil;

    /// <inheritdoc/>
    public async ValueTask<PolicyInForce> GetAsync(CancellationToken cancellationToken)
    {
        if (_inForce is { } known && time.GetUtcNow() < _freshUntil)
        {
            return known;
        }
        var next = await read(cancellationToken) switch
        {
            CallResult<ReadOnlyMemory<byte>>.Ok(var bytes) => CheckNew(bytes.Span),
            CallResult<ReadOnlyMemory<byte>>.Failed(var failure) => Unread($"{source} can't be read: {failure.Operation}: {failure.Code}: {failure.Message}"),
            var other => throw new System.Diagnostics.UnreachableException($"CheckedPolicy has no case for {other.GetType().Name}."),
        };
        _freshUntil = time.GetUtcNow() + refreshAfter;
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
        return Check(bytes);
    }

    private PolicyInForce Check(ReadOnlySpan<byte> bytes)
    {
        switch (PolicyReader.Read(source, bytes))
        {
            case PolicyReadResult.Rejected(var problems):
                var lines = problems.Take(MaxProblems).Select(problem => $"{source}:{problem.Line}:{problem.Column}: {problem.Code}: {problem}");
                return Keep($"{source} has {problems.Length} mistake{(problems.Length == 1 ? "" : "s")}:\n{string.Join('\n', lines)}");
            case PolicyReadResult.Accepted(var policy):
                var failed = PolicyTestRunner.Run(policy, time.GetUtcNow()).Where(result => !result.Passes).ToList();
                return failed.Count == 0
                    ? new(policy.AtMost(strongest))
                    : Keep($"{source} fails its own tests:\n{string.Join('\n', failed.Take(MaxProblems).Select(result => $"{source}:{result.Test.Line}: {result.Test.Name}"))}");
            default:
                throw new System.Diagnostics.UnreachableException("A policy file is accepted or rejected.");
        }
    }

    private PolicyInForce Unread(string problem)
    {
        _checked = null;
        return Keep(problem);
    }

    private PolicyInForce Keep(string problem) => new(_inForce?.Policy ?? BuiltInPolicy.Instance.AtMost(PolicyMode.Observe), problem);
}
