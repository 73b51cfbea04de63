using System.Diagnostics;
using System.Text.Json;
using SgWatch.EndToEnd.Tools;

namespace SgWatch.EndToEnd.Loop;

/// <summary>The <c>sgwatch lab</c> command in a process of its own, as a user runs it.</summary>
public sealed class LabProcess : IAsyncDisposable
{
    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(20);

    private readonly Process _process;
    private readonly Task<string> _errors;
    private readonly HttpClient _http = new();
    private readonly Uri _console;

    private LabProcess(Process process, Task<string> errors, Uri aws, Uri console)
    {
        _process = process;
        _errors = errors;
        AwsUrl = aws;
        Aws = new(aws);
        _console = console;
    }

    public Uri AwsUrl { get; }

    public AwsCli Aws { get; }

    public static async Task<LabProcess> StartAsync(Uri? upstream = null, params string[] options)
    {
        string[] arguments = ["lab", "--aws-port", "0", "--console-port", "0"];
        string[] ec2 = upstream is null ? [] : ["--upstream", upstream.ToString()];
        var process = Tool.Start("dotnet", [Checkout.CommandLine, .. arguments, .. ec2, .. options]);
        process.StandardInput.Close();
        var errors = process.StandardError.ReadToEndAsync();
        using var deadline = new CancellationTokenSource(StartTimeout);
        var ready = await process.StandardOutput.ReadLineAsync(deadline.Token);
        if (ready?.Split(' ') is not ["ready", var aws, var console])
        {
            process.Kill(entireProcessTree: true);
            throw new InvalidOperationException($"'sgwatch lab' isn't ready: {ready} {await errors}");
        }
        return new(process, errors, new(aws["aws=".Length..]), new(console["console=".Length..]));
    }

    /// <summary>The rule texts of a group as the guard sees it, by id; null if there is no such group.</summary>
    public async Task<IReadOnlyDictionary<string, string>?> RulesAsync(string groupId)
    {
        foreach (var group in (await GetAsync("/api/groups")).EnumerateArray())
        {
            if (group.Text("group", "id") == groupId)
            {
                return group.GetProperty("rules").EnumerateArray().ToDictionary(rule => rule.Text("ruleId"), rule => rule.Text("rule"));
            }
        }
        return null;
    }

    public async Task<JsonElement> GetAsync(string path) =>
        JsonDocument.Parse(await _http.GetStringAsync(new Uri(_console, path))).RootElement;

    /// <summary>Asks again until it is so, or the time is up.</summary>
    public static async Task<bool> UntilAsync(Func<Task<bool>> isSo, TimeSpan limit)
    {
        for (var start = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(start) < limit;)
        {
            if (await isSo())
            {
                return true;
            }
            await Task.Delay(Step);
        }
        return await isSo();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        await _errors;
        _process.Dispose();
    }
}
