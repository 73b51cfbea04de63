using SgWatch.Guard;

namespace SgWatch.Lambda.Settings;

/// <summary>The policy file in the function's package.</summary>
internal static class PolicyFile
{
    /// <summary>How long it counts as fresh. It can't change while the function runs; a file that couldn't be read may be there next time.</summary>
    public static readonly TimeSpan RefreshAfter = TimeSpan.FromMinutes(1);

    /// <summary>Reads the file's bytes.</summary>
    public static async Task<CallResult<ReadOnlyMemory<byte>>> ReadAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            return new ReadOnlyMemory<byte>(await File.ReadAllBytesAsync(path, cancellationToken));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return new CallFailure(CallFailureKind.NotFound, "Read", exception.GetType().Name, exception.Message);
        }
    }
}
