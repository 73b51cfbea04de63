using System.Threading.Channels;

namespace SgWatch.Cli.Judging;

/// <summary>Reads a sequence on a thread of its own, a little ahead of whoever takes its elements.</summary>
internal static class ReadAhead
{
    // batches, for handing over each element by itself would cost more than reading it; and few, so that memory stays flat
    private const int BatchSize = 64;
    private const int MaxBatches = 4;

    /// <summary>The same elements in the same order. What the source throws is thrown in place of the batch that it was reading.</summary>
    public static IEnumerable<T> Of<T>(IEnumerable<T> source)
    {
        var batches = Channel.CreateBounded<T[]>(new BoundedChannelOptions(MaxBatches) { SingleReader = true, SingleWriter = true });
        _ = Task.Factory.StartNew(() => Read(source, batches.Writer), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        try
        {
            while (batches.Reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult())
            {
                while (batches.Reader.TryRead(out var batch))
                {
                    foreach (var element in batch)
                    {
                        yield return element;
                    }
                }
            }
        }
        finally
        {
            batches.Writer.TryComplete(); // whoever stops early isn't to wait for the source, which ends with its next batch
        }
    }

    private static void Read<T>(IEnumerable<T> source, ChannelWriter<T[]> batches)
    {
        try
        {
            foreach (var batch in source.Chunk(BatchSize))
            {
                while (!batches.TryWrite(batch))
                {
                    if (!batches.WaitToWriteAsync().AsTask().GetAwaiter().GetResult())
                    {
                        return;
                    }
                }
            }
            batches.TryComplete();
        }
        catch (Exception problem) // thrown again where the elements are taken
        {
            batches.TryComplete(problem);
        }
    }
}
