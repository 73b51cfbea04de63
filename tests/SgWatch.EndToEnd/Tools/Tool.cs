using System.Diagnostics;
using System.Text;

namespace SgWatch.EndToEnd.Tools;

/// <summary>Runs other programs, for a bounded time.</summary>
public static class Tool
{
    private static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(60);

    /// <summary>Runs a program to its end. Past <paramref name="timeout"/> (default one minute) it and its children are ended.</summary>
    /// <param name="program">A path, or a name to look up in PATH.</param>
    /// <param name="arguments">One element per argument; no shell reads them.</param>
    /// <param name="environment">Added to this process's environment; a null value takes the variable away.</param>
    /// <param name="input">What the program reads from its standard input; nothing if null.</param>
    /// <param name="timeout">How long it may take.</param>
    /// <param name="workingDirectory">Where it runs; here if null.</param>
    /// <exception cref="TimeoutException">The program didn't end in time; the message has what it wrote.</exception>
    public static async Task<ToolResult> RunAsync(
        string program,
        IEnumerable<string> arguments,
        IEnumerable<KeyValuePair<string, string?>>? environment = null,
        string? input = null,
        TimeSpan? timeout = null,
        string? workingDirectory = null)
    {
        var limit = timeout ?? DefaultTimeout;
        using var process = Start(program, arguments, environment, workingDirectory);
        using var deadline = new CancellationTokenSource(limit);
        var output = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
        var error = process.StandardError.ReadToEndAsync(CancellationToken.None);
        try
        {
            await process.StandardInput.WriteAsync((input ?? "").AsMemory(), deadline.Token);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // it ended without reading its input; its exit code says why
        }
        try
        {
            await process.WaitForExitAsync(deadline.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException(
                $"'{program} {string.Join(' ', arguments)}' didn't end within {limit.TotalSeconds} s: {await error}{await output}");
        }
        return new($"{program} {string.Join(' ', arguments)}", process.ExitCode, await output, await error);
    }

    /// <summary>Starts a program with its three streams redirected. The caller ends it.</summary>
    public static Process Start(
        string program,
        IEnumerable<string> arguments,
        IEnumerable<KeyValuePair<string, string?>>? environment = null,
        string? workingDirectory = null)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardInputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
            StandardOutputEncoding = Encoding.UTF8,
            StandardErrorEncoding = Encoding.UTF8,
            WorkingDirectory = workingDirectory ?? "",
        };
        foreach (var (name, value) in environment ?? [])
        {
            start.Environment[name] = value;
        }
        return Process.Start(start) ?? throw new InvalidOperationException($"'{program}' didn't start.");
    }

    /// <summary>The path of a program in PATH; null if it isn't there.</summary>
    public static string? Find(string program) => (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .Select(folder => Path.Combine(folder, program))
        .FirstOrDefault(File.Exists);

    /// <summary>A port on 127.0.0.1 that was free a moment ago.</summary>
    public static int FreePort()
    {
        using var listener = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        return ((System.Net.IPEndPoint)listener.LocalEndpoint).Port;
    }
}
