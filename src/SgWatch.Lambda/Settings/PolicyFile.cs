using SgWatch.Aws.Connections;
using SgWatch.Aws.S3;
using SgWatch.Calls;
using SgWatch.Guard.PolicySources;
using SgWatch.Guard.Ports;
using SgWatch.Policies;
using SgWatch.Policies.Reading;

namespace SgWatch.Lambda.Settings;

/// <summary>Opens the function's policy: an object in S3, a file in its package, or the built-in policy.</summary>
internal static class PolicyFile
{
    // an object may change while the function runs, and a file that couldn't be read may be readable next time
    private static readonly TimeSpan RefreshAfter = TimeSpan.FromMinutes(1);

    /// <summary>The policy that the settings name. It is read when it is first used.</summary>
    public static IPolicySource Of(FunctionSettings settings, AwsConnection connection, TimeProvider time, Random random)
    {
        CheckedPolicy Checked(
            string name, Func<CancellationToken, Task<CallResult<ReadOnlyMemory<byte>>>> read, Func<DateTimeOffset?>? writtenAt) =>
            new(name, read, RefreshAfter, settings.Mode, time, random) { Sha256 = settings.PolicySha256, WrittenAt = writtenAt };

        if (settings.PolicyObject is { } location)
        {
            var file = new S3File(connection, location, PolicyReader.MaxBytes, time);
            return Checked(Path.GetFileName(location.Key), file.ReadAsync, () => file.LastModified);
        }
        return settings switch
        {
            { PolicyPath: { } path } => Checked(Path.GetFileName(path), token => ReadAsync(path, token), null),
            _ => new FixedPolicy(BuiltInPolicy.Instance.AtMost(settings.Mode)),
        };
    }

    private static async Task<CallResult<ReadOnlyMemory<byte>>> ReadAsync(string path, CancellationToken cancellationToken)
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
