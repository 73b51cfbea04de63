using SgWatch.Aws.Accounts;
using SgWatch.Aws.Connections;
using SgWatch.Calls;
using SgWatch.Changes;
using SgWatch.Guard.Ports;

namespace SgWatch.Aws.S3;

/// <summary>Copies of the memory in S3, an object each, such as <c>baseline/111122223333/eu-west-1.jsonl.gz</c>.</summary>
/// <remarks>
/// Its mark is metadata of the object, so that comparing costs one HeadObject. The caller needs s3:ListBucket too: without it S3 says
/// 403 instead of 404 of a copy that isn't there, and the guard must not take the one for the other.
/// </remarks>
/// <param name="connection">The connection to AWS. The bucket has to be in its region.</param>
/// <param name="prefix">Where the copies are.</param>
/// <param name="time">The clock of signatures and of the time limit.</param>
public sealed class S3MemoryCopy(AwsConnection connection, S3Location prefix, TimeProvider time) : IMemoryCopy
{
    private const int MaxBytes = 64 << 20; // 10,000 groups have some 5 MB

    private readonly S3Call _call = new(connection, time);

    /// <summary>The account of what names none. Null if everything names one.</summary>
    public OwnAccount? OwnAccount { get; init; }

    /// <inheritdoc/>
    public async Task<CallResult<MemoryCopyMark?>> FindAsync(AccountRegion accountRegion, CancellationToken cancellationToken)
    {
        var call = await RunAsync("HeadObject", "HEAD", accountRegion, null, cancellationToken);
        if (!call.TryGet(out var answer, out var failure))
        {
            return failure.Code is "Http404" or "NoSuchKey" ? new CallResult<MemoryCopyMark?>.Ok(null) : failure; // HEAD has no code
        }
        return MemoryCopyMark.TryParse(answer.Mark, answer.LastModified ?? default, out var mark)
            ? mark
            : new CallFailure(CallFailureKind.Rejected, "HeadObject", "NoMark", "The copy of the memory wasn't written by SgWatch.");
    }

    /// <inheritdoc/>
    public async Task<CallResult<ReadOnlyMemory<byte>>> ReadAsync(AccountRegion accountRegion, CancellationToken cancellationToken)
    {
        var call = await RunAsync("GetObject", "GET", accountRegion, null, cancellationToken);
        return call.TryGet(out var answer, out var failure) ? answer.Bytes : failure;
    }

    /// <inheritdoc/>
    public async Task<CallResult<Done>> WriteAsync(
        AccountRegion accountRegion, MemoryCopyMark mark, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        var content = new S3Content(bytes, "application/gzip", mark.ToString());
        var call = await RunAsync("PutObject", "PUT", accountRegion, content, cancellationToken);
        return call.FailureOrNull is { } failure ? failure : default(Done);
    }

    private async Task<CallResult<S3Answer>> RunAsync(
        string operation, string method, AccountRegion accountRegion, S3Content? content, CancellationToken cancellationToken)
    {
        var named = await AccountRegionPath.OfAsync(accountRegion, OwnAccount, connection, cancellationToken);
        return named.TryGet(out var path, out var failure)
            ? await _call.RunAsync(operation, method, prefix.Under($"{path}.jsonl.gz"), MaxBytes, content, cancellationToken)
            : failure;
    }
}
