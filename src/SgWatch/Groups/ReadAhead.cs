using System.Threading.Channels;

namespace SgWatch.Groups;

/// <summary>Reads a sequence on a thread of its own, a little ahead of the thread that takes the elements.</summary>
public static class ReadAhead
{
    // batches, because handing over each element would cost more than reading it; few batches, so that memory stays flat
    private const int BatchSize = 64;
    private const int MaxBatches = 4;

    /// <summary>The same elements in the same order. An exception of the source comes in place of the batch that it was reading.</summary>
    /// <param name="source">The sequence. Only the other thread reads it, at most a few hundred elements ahead.</param>
    public static IEnumerable<T> Of<T>(IEnumerable<T> source)
    {
        var batches = Channel.CreateBounded<T[]>(new BoundedChannelOptions(MaxBatches) { SingleReader = true, SingleWriter = true });
#pragma warning disable RS0030 // files are read by a thread of their own; the guard reads none
        _ = Task.Factory.StartNew(
            () => Read(source, batches.Writer), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
#pragma warning restore RS0030
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
            batches.Writer.TryComplete(); // a taker that stops early doesn't wait: the source ends with its next batch
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
