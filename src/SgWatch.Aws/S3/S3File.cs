using SgWatch.Aws.Connections;
using SgWatch.Calls;

namespace SgWatch.Aws.S3;

/// <summary>A small object in S3, read whole by one GetObject call. An object above the size limit is refused.</summary>
/// <param name="connection">The connection to AWS. The bucket has to be in its region.</param>
/// <param name="location">The object.</param>
/// <param name="maxBytes">The size limit.</param>
/// <param name="time">The clock of signatures and of the time limit.</param>
public sealed class S3File(AwsConnection connection, S3Location location, int maxBytes, TimeProvider time)
{
    private readonly S3Call _call = new(connection, time);

    /// <summary>When the object that was read last was written; null if S3 didn't say.</summary>
    public DateTimeOffset? LastModified { get; private set; }

    /// <summary>Reads the object's bytes. The message of a failure names bucket and key.</summary>
    public async Task<CallResult<ReadOnlyMemory<byte>>> ReadAsync(CancellationToken cancellationToken)
    {
        var call = await _call.RunAsync("GetObject", "GET", location, maxBytes, null, cancellationToken);
        if (!call.TryGet(out var answer, out var failure))
        {
            return failure;
        }
        LastModified = answer.LastModified;
        return answer.Bytes;
    }
}
