using System.Collections.Concurrent;
using System.Diagnostics;

namespace SgWatch.EndToEnd.Tools;

/// <summary>moto's server: an independent emulator of AWS, in a process of its own on 127.0.0.1.</summary>
/// <remarks>
/// Its first EC2 call takes about a second, later ones milliseconds.
/// State is kept per account and region until <see cref="ResetAsync"/>.
/// </remarks>
public sealed class MotoServer : IAsyncDisposable
{
    /// <summary>The account of every access key that moto didn't give out itself.</summary>
    public const string Account = "123456789012";

    private const int KeptLines = 200;
    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(50);

    private readonly Process _process;
    private readonly ConcurrentQueue<string> _lines = [];
    private readonly HttpClient _http;

    private MotoServer(Process process, Uri url)
    {
        Url = url;
        _process = process;
        _process.ErrorDataReceived += Keep;
        _process.OutputDataReceived += Keep;
        _process.BeginErrorReadLine();
        _process.BeginOutputReadLine();
        _process.StandardInput.Close();
        _http = new(new HttpClientHandler
        {
            ServerCertificateCustomValidationCallback = HttpClientHandler.DangerousAcceptAnyServerCertificateValidator,
        });
    }

    /// <summary>Where it listens, such as <c>http://127.0.0.1:5555</c>.</summary>
    public Uri Url { get; }

    /// <summary>The last lines it wrote, for a failed test's message.</summary>
    public string Log => string.Join('\n', _lines);

    /// <summary>Starts it and waits until it answers.</summary>
    /// <param name="certificateFile">For https: the certificate, in PEM.</param>
    /// <param name="keyFile">For https: its private key, in PEM.</param>
    /// <param name="recording">A file to which it appends every request, a JSON object a line.</param>
    public static async Task<MotoServer> StartAsync(string? certificateFile = null, string? keyFile = null, string? recording = null)
    {
        var python = await Python.FindAsync("moto.server", "pip install 'moto[server]'");
        var port = Tool.FreePort();
        var secure = certificateFile is not null && keyFile is not null;
        string[] tls = secure ? ["-s", "-c", certificateFile!, "-k", keyFile!] : [];
        var url = new Uri($"{(secure ? "https" : "http")}://127.0.0.1:{port}");
        var environment = AwsEnvironment.For(url);
        if (recording is not null)
        {
            environment["MOTO_RECORDER_FILEPATH"] = recording;
            environment["MOTO_ENABLE_RECORDING"] = "true";
        }
        var process = Tool.Start(python, ["-m", "moto.server", "-H", "127.0.0.1", "-p", $"{port}", .. tls], environment);
        var server = new MotoServer(process, url);
        try
        {
            await server.WaitUntilReadyAsync();
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>Clears everything in every account and region.</summary>
    public async Task ResetAsync()
    {
        using var answer = await _http.PostAsync(new Uri(Url, "/moto-api/reset"), null);
        answer.EnsureSuccessStatusCode();
    }

    /// <summary>Switches its checks on or off: every signature, and which actions the identity may do.</summary>
    /// <remarks>It knows no resources and no conditions.</remarks>
    public async Task CheckAuthorizationAsync(bool isOn)
    {
        using var uncheckedRequests = new StringContent(isOn ? "0" : "inf"); // how many more requests pass without a check
        using var answer = await _http.PostAsync(new Uri(Url, "/moto-api/reset-auth"), uncheckedRequests);
        answer.EnsureSuccessStatusCode();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
        }
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private async Task WaitUntilReadyAsync()
    {
        using var deadline = new CancellationTokenSource(StartTimeout);
        while (true)
        {
            try
            {
                using var answer = await _http.GetAsync(new Uri(Url, "/moto-api/"), deadline.Token);
                return;
            }
            catch (HttpRequestException) when (!_process.HasExited)
            {
                await Task.Delay(PollInterval, deadline.Token);
            }
            catch (Exception e) when (e is HttpRequestException or OperationCanceledException)
            {
                throw new InvalidOperationException($"moto's server isn't ready at {Url}; it wrote:\n{Log}", e);
            }
        }
    }

    private void Keep(object sender, DataReceivedEventArgs e)
    {
        if (e.Data is null)
        {
            return;
        }
        _lines.Enqueue(e.Data);
        while (_lines.Count > KeptLines)
        {
            _lines.TryDequeue(out _);
        }
    }
}
