using Amazon.DynamoDBv2.Model;

namespace SgWatch.Aws.Dynamo;

/// <summary>A write that is made only if its condition holds.</summary>
internal static class ConditionalWrite
{
    /// <summary>Makes the write; false if its condition didn't hold.</summary>
    public static async Task<bool> TryAsync(Func<Task> write)
    {
        try
        {
            await write();
            return true;
        }
        catch (ConditionalCheckFailedException)
        {
            return false;
        }
    }
}
