namespace SgWatch.Aws.Calls;

/// <summary>Reads the body of a response up to a limit, whatever its sender says about its length.</summary>
internal static class BoundedBody
{
    private const int BufferBytes = 16 * 1024;

    /// <summary>Reads the body; null if it is longer than the limit.</summary>
    public static async Task<byte[]?> ReadAsync(HttpResponseMessage response, int maxBytes, CancellationToken cancellationToken)
    {
        if (response.Content.Headers.ContentLength > maxBytes)
        {
            return null;
        }
        await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
        using var read = new MemoryStream((int)(response.Content.Headers.ContentLength ?? 0));
        var buffer = new byte[BufferBytes];
        while (await body.ReadAsync(buffer, cancellationToken) is > 0 and var count)
        {
            if (read.Length + count > maxBytes)
            {
                return null;
            }
            read.Write(buffer, 0, count);
        }
        return read.ToArray();
    }
}
