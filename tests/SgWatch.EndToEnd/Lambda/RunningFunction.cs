using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;
using SgWatch.EndToEnd.Tools;
using SgWatch.Lambda.Tests.Runtime;

namespace SgWatch.EndToEnd.Lambda;

/// <summary>The native function, running under a Runtime API of the tests.</summary>
internal sealed class RunningFunction : IAsyncDisposable
{
    private readonly FakeRuntimeApi _lambda = new(OpenedEvent.Account);
    private readonly ConcurrentQueue<string> _lines = [];
    private readonly Process _process;
    private int _events;

    /// <param name="bootstrap">The program.</param>
    /// <param name="endpoint">The server in AWS's place.</param>
    /// <param name="settings">Environment variables beside Lambda's own; null takes one away.</param>
    public RunningFunction(string bootstrap, Uri endpoint, params (string Name, string? Value)[] settings)
    {
        var environment = AwsEnvironment.For(endpoint);
        environment["AWS_LAMBDA_RUNTIME_API"] = _lambda.Host;
        foreach (var (name, value) in settings)
        {
            environment[name] = value;
        }
        _process = Tool.Start(bootstrap, [], environment);
        _process.OutputDataReceived += (_, e) => _lines.Enqueue(e.Data ?? "");
        _process.ErrorDataReceived += (_, e) => _lines.Enqueue(e.Data ?? "");
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>What it wrote so far that is JSON.</summary>
    public IReadOnlyList<JsonElement> Log =>
        [.. _lines.Where(line => line.StartsWith('{')).Select(line => JsonDocument.Parse(line).RootElement)];

    /// <summary>The resident set, in bytes.</summary>
    public long ResidentBytes
    {
        get
        {
            _process.Refresh();
            return _process.WorkingSet64;
        }
    }

    /// <summary>Hands in an event and waits for what the function posts: its answer, or an error.</summary>
    public async Task<(string Path, string Body)> InvokeAsync(string payload, TimeSpan? limit = null)
    {
        _events++;
        _lambda.Add(payload, DateTimeOffset.UtcNow + (limit ?? TimeSpan.FromSeconds(25)));
        return await PostedAsync();
    }

    /// <summary>Hands in an event and reads the answer; throws if the function posts an error.</summary>
    public async Task<JsonElement> AnswerAsync(string payload, TimeSpan? limit = null)
    {
        var (path, body) = await InvokeAsync(payload, limit);
        return path == $"/2018-06-01/runtime/invocation/r{_events}/response"
            ? JsonDocument.Parse(body).RootElement
            : throw new InvalidOperationException($"The function posted {path}: {body}\n{string.Join('\n', _lines)}");
    }

    /// <summary>The next thing that the function posts, without an event.</summary>
    public async Task<(string Path, string Body)> PostedAsync()
    {
        var (path, _, body) = await _lambda.PostedAsync();
        return (path, body);
    }

    /// <summary>Waits for the function to end by itself.</summary>
    public async Task<int> ExitCodeAsync()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        await _process.WaitForExitAsync(limit.Token);
        return _process.ExitCode;
    }

    /// <summary>Kills it, as a failing machine does.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }
        await _process.WaitForExitAsync();
        _process.Dispose();
        await _lambda.DisposeAsync();
    }
}
