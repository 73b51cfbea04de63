using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading.Channels;

namespace SgWatch.Lambda.Tests.Runtime;

/// <summary>A Lambda Runtime API on loopback: hands out the events it is given, keeps what it is sent, then holds "next" open.</summary>
/// <remarks>Headers and body go out in one write: in two, the kernel waits 40 ms for an acknowledgement in between.</remarks>
internal sealed class FakeRuntimeApi : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Channel<(string Head, string Body)> _events = Channel.CreateUnbounded<(string, string)>();
    private readonly Channel<(string Path, string Head, string Body)> _posts = Channel.CreateUnbounded<(string, string, string)>();
    private readonly Task _serving;
    private int _handedOut;

    private readonly string _account;

    /// <param name="account">The account of the function's ARN.</param>
    public FakeRuntimeApi(string account = "111122223333")
    {
        _account = account;
        _listener.Start();
        _serving = ServeAsync();
    }

    public string Host => $"127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";

    /// <summary>The status of the next answers to posts.</summary>
    public int PostStatus { get; set; } = 202;

    /// <summary>Hands in an event; its request id is r1, r2…</summary>
    public void Add(string payload, DateTimeOffset deadline, string? extraHeaders = null)
    {
        var id = ++_handedOut;
        var head = string.Create(
            CultureInfo.InvariantCulture,
            $"Lambda-Runtime-Aws-Request-Id: r{id}\r\nLambda-Runtime-Deadline-Ms: {deadline.ToUnixTimeMilliseconds()}\r\n")
            + $"Lambda-Runtime-Invoked-Function-Arn: arn:aws:lambda:eu-west-1:{_account}:function:sgwatch\r\n"
            + $"Lambda-Runtime-Trace-Id: Root=1-{id};Sampled=0\r\n{extraHeaders}";
        _events.Writer.TryWrite((head, payload));
    }

    /// <summary>Hands in an event with headers of the test's own.</summary>
    public void AddRaw(string head, string payload) => _events.Writer.TryWrite((head, payload));

    /// <summary>From here on "next" is answered with 500: Lambda ends the sandbox.</summary>
    public void Close() => _events.Writer.TryComplete();

    /// <summary>The next thing that the function posts.</summary>
    public async Task<(string Path, string Head, string Body)> PostedAsync()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        return await _posts.Reader.ReadAsync(limit.Token);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _serving;
        _listener.Stop();
        _stop.Dispose();
    }

    private async Task ServeAsync()
    {
        var connections = new List<Task>(); // HttpClient may open a second one ahead of need
        try
        {
            while (true)
            {
                connections.Add(ServeAsync(await _listener.AcceptTcpClientAsync(_stop.Token)));
            }
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(connections);
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        {
            client.NoDelay = true;
            try
            {
                await ServeAsync(client.GetStream());
            }
            catch (Exception exception) when (exception is OperationCanceledException or IOException)
            {
                // the end
            }
        }
    }

    private async Task ServeAsync(NetworkStream stream)
    {
        using var reader = new StreamReader(stream, Encoding.Latin1, leaveOpen: true);
        while (await reader.ReadLineAsync(_stop.Token) is { } requestLine)
        {
            var head = new StringBuilder();
            var length = 0;
            while (await reader.ReadLineAsync(_stop.Token) is { Length: > 0 } line)
            {
                head.Append(line).Append('\n');
                if (line.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase))
                {
                    length = int.Parse(line.AsSpan(15), CultureInfo.InvariantCulture);
                }
            }
            var body = new char[length];
            if (length > 0) // a read of nothing waits for something
            {
                await reader.ReadBlockAsync(body, _stop.Token);
            }
            await stream.WriteAsync(await AnswerAsync(requestLine, head.ToString(), new(body)), _stop.Token);
        }
    }

    private async Task<byte[]> AnswerAsync(string requestLine, string head, string body)
    {
        var path = requestLine.Split(' ')[1];
        if (path != "/2018-06-01/runtime/invocation/next")
        {
            await _posts.Writer.WriteAsync((path, head, Encoding.UTF8.GetString(Encoding.Latin1.GetBytes(body))), _stop.Token);
            return Encoding.ASCII.GetBytes($"HTTP/1.1 {PostStatus} X\r\nContent-Length: 0\r\n\r\n");
        }
        if (!await _events.Reader.WaitToReadAsync(_stop.Token))
        {
            return "HTTP/1.1 500 X\r\nContent-Length: 0\r\n\r\n"u8.ToArray();
        }
        var (headers, payload) = await _events.Reader.ReadAsync(_stop.Token);
        var bytes = Encoding.UTF8.GetBytes(payload);
        return [.. Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\n{headers}Content-Length: {bytes.Length}\r\n\r\n"), .. bytes];
    }
}
