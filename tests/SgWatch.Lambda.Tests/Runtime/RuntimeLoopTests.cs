using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Time.Testing;
using SgWatch.Lambda.Logs;
using SgWatch.Lambda.Runtime;

namespace SgWatch.Lambda.Tests.Runtime;

public sealed class RuntimeLoopTests : IAsyncDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 8, 22, 10, 0, 0, TimeSpan.Zero);

    private readonly FakeRuntimeApi _lambda = new();
    private readonly FakeTimeProvider _time = new(Now);
    private readonly MemoryStream _log = new();

    public ValueTask DisposeAsync() => _lambda.DisposeAsync();

    [Fact]
    public async Task Each_event_is_answered_under_its_request_id()
    {
        _lambda.Add("{\"n\":1}", Now.AddSeconds(30));
        _lambda.Add("{\"n\":\"ünï 😀\"}", Now.AddSeconds(30));
        _lambda.Close();

        await RunAsync((invocation, _) => Task.FromResult<InvocationResult>(new InvocationResult.Answer(invocation.Payload)));

        var (path, head, body) = await _lambda.PostedAsync();
        Assert.Equal(("/2018-06-01/runtime/invocation/r1/response", "{\"n\":1}"), (path, body));
        Assert.Contains("Content-Type: application/json", head, StringComparison.Ordinal);
        (path, _, body) = await _lambda.PostedAsync();
        Assert.Equal(("/2018-06-01/runtime/invocation/r2/response", "{\"n\":\"ünï 😀\"}"), (path, body));
    }

    [Fact]
    public async Task The_event_comes_with_its_deadline_its_function_and_its_trace()
    {
        _lambda.Add("{}", Now.AddSeconds(30));
        _lambda.Close();
        Invocation? seen = null;
        string? trace = null;

        await RunAsync((invocation, _) =>
        {
            (seen, trace) = (invocation, Environment.GetEnvironmentVariable("_X_AMZN_TRACE_ID"));
            return Task.FromResult<InvocationResult>(new InvocationResult.Answer("{}"u8.ToArray()));
        });

        Assert.Equal(("r1", Now.AddSeconds(30), "111122223333"), (seen!.RequestId, seen.Deadline, seen.Account));
        Assert.Equal("Root=1-1;Sampled=0", trace);
    }

    [Fact]
    public async Task An_error_is_reported_to_Lambda_with_its_type_and_logged()
    {
        _lambda.Add("{}", Now.AddSeconds(30));
        _lambda.Close();

        await RunAsync((_, _) => Task.FromResult<InvocationResult>(new InvocationResult.Error(new("Function.MustRetry", "why \"so\"\n"))));

        var (path, head, body) = await _lambda.PostedAsync();
        Assert.Equal("/2018-06-01/runtime/invocation/r1/error", path);
        Assert.Contains("Lambda-Runtime-Function-Error-Type: Function.MustRetry\n", head, StringComparison.Ordinal);
        using var error = JsonDocument.Parse(body);
        Assert.Equal("why \"so\"\n", error.RootElement.GetProperty("errorMessage").GetString());
        Assert.Equal("Function.MustRetry", error.RootElement.GetProperty("errorType").GetString());
        Assert.Equal(0, error.RootElement.GetProperty("stackTrace").GetArrayLength());
        Assert.Contains("\"errorType\":\"Function.MustRetry\"", Encoding.UTF8.GetString(_log.ToArray()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_fault_of_our_own_fails_its_event_and_the_loop_goes_on()
    {
        _lambda.Add("1", Now.AddSeconds(30));
        _lambda.Add("2", Now.AddSeconds(30));
        _lambda.Close();

        await RunAsync((invocation, _) => invocation.RequestId == "r1"
            ? throw new InvalidOperationException("a bug")
            : Task.FromResult<InvocationResult>(new InvocationResult.Answer("{}"u8.ToArray())));

        Assert.Equal("/2018-06-01/runtime/invocation/r1/error", (await _lambda.PostedAsync()).Path);
        Assert.Equal("/2018-06-01/runtime/invocation/r2/response", (await _lambda.PostedAsync()).Path);
        Assert.Contains("a bug", Encoding.UTF8.GetString(_log.ToArray()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Work_is_ended_shortly_before_the_deadline_and_that_is_reported_to_Lambda()
    {
        _lambda.Add("{}", Now.AddSeconds(30));
        _lambda.Close();
        var working = new TaskCompletionSource();
        var run = RunAsync(async (_, token) =>
        {
            working.SetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, token);
            throw new InvalidOperationException("not reached");
        });
        await working.Task;

        _time.Advance(TimeSpan.FromSeconds(30) - RuntimeLoop.Margin - TimeSpan.FromMilliseconds(1));
        Assert.False(run.IsCompleted);
        _time.Advance(TimeSpan.FromMilliseconds(1));
        await run;

        Assert.Contains("Function.Deadline", (await _lambda.PostedAsync()).Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Lambda-Runtime-Aws-Request-Id: r1\r\n")]
    [InlineData("Lambda-Runtime-Aws-Request-Id: r1\r\nLambda-Runtime-Deadline-Ms: soon\r\n")]
    [InlineData("Lambda-Runtime-Aws-Request-Id: r1\r\nLambda-Runtime-Deadline-Ms: 99999999999999999\r\n")]
    public async Task Missing_or_odd_headers_are_borne(string head)
    {
        _lambda.AddRaw(head, "{}");
        _lambda.Close();
        await RunAsync((invocation, token) => Task.FromResult<InvocationResult>(
            new InvocationResult.Answer(Encoding.UTF8.GetBytes($"\"{invocation.Account}{token.IsCancellationRequested}\""))));
        Assert.Equal("\"False\"", (await _lambda.PostedAsync()).Body);
    }

    [Fact]
    public async Task An_event_of_several_megabytes_comes_whole()
    {
        var payload = $"\"{new string('x', 6_000_000)}\"";
        _lambda.Add(payload, Now.AddSeconds(30));
        _lambda.Close();
        await RunAsync((invocation, _) => Task.FromResult<InvocationResult>(
            new InvocationResult.Answer(Encoding.UTF8.GetBytes($"{invocation.Payload.Length}"))));
        Assert.Equal($"{payload.Length}", (await _lambda.PostedAsync()).Body);
    }

    [Fact]
    public async Task A_Runtime_API_that_takes_no_answers_ends_the_loop()
    {
        _lambda.PostStatus = 500;
        _lambda.Add("{}", Now.AddSeconds(30));
        await RunAsync((_, _) => Task.FromResult<InvocationResult>(new InvocationResult.Answer("{}"u8.ToArray())));
        Assert.EndsWith("/response", (await _lambda.PostedAsync()).Path, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_failed_start_is_reported_to_Lambda()
    {
        using var api = new RuntimeApi(_lambda.Host);
        await api.FailInitAsync(new("Runtime.InvalidConfiguration", "SGWATCH_MODE is 'x'"), CancellationToken.None);
        var (path, head, body) = await _lambda.PostedAsync();
        Assert.Equal("/2018-06-01/runtime/init/error", path);
        Assert.Contains("Lambda-Runtime-Function-Error-Type: Runtime.InvalidConfiguration", head, StringComparison.Ordinal);
        Assert.Contains("SGWATCH_MODE is", body, StringComparison.Ordinal);
    }

    // the loop ends when the emulator answers "next" with 500, as Lambda's does when the sandbox ends
    private async Task RunAsync(Func<Invocation, CancellationToken, Task<InvocationResult>> handle)
    {
        using var api = new RuntimeApi(_lambda.Host);
        await Assert.ThrowsAsync<HttpRequestException>(
            () => new RuntimeLoop(api, handle, new LogWriter(_log, _time), _time).RunAsync(CancellationToken.None));
    }
}
