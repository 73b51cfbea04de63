using System.Diagnostics;
using SgWatch.House.Tests.Tree;

namespace SgWatch.House.Tests.Scripts;

/// <summary>A copy of the scripts in a folder of its own, with test projects that only pretend to run.</summary>
internal sealed class ScriptRun : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("sgwatch-scripts-").FullName;

    public ScriptRun()
    {
        foreach (var script in (string[])["test", "soak", ".ci/count-tests"])
        {
            var copy = Path.Combine(_folder, script);
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(Path.Combine(SourceTree.Root, script), copy);
        }
        Write("bin/dotnet", "exit 0"); // it builds
        Write(".ci/tools", "exit 0"); // every tool is there
    }

    /// <summary>Adds a test project.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="summary">What its run prints after its name, such as <c>Total: 0</c>. Null for a run that breaks off.</param>
    /// <param name="exitCode">How its run ends.</param>
    public ScriptRun With(string name, string? summary, int exitCode = 0)
    {
        Write($"tests/{name}/{name}.csproj", "");
        Write($"tests/{name}/bin/Release/net10.0/{name}", $"""
            echo "$@" >"$(dirname "$0")/arguments"
            echo "=== TEST EXECUTION SUMMARY ==="
            {(summary is null ? "" : $"echo '   {name}  {summary}'")}
            exit {exitCode}
            """);
        return this;
    }

    /// <summary>Runs a script and gives its exit code, the last line of its output, and what it wrote to the error stream.</summary>
    public (int Code, string LastLine, string Errors) Run(string script, params string[] arguments)
    {
        var start = new ProcessStartInfo("bash", [Path.Combine(_folder, script), .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["PATH"] = $"{Path.Combine(_folder, "bin")}:{Environment.GetEnvironmentVariable("PATH")}";
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output.TrimEnd().Split('\n')[^1], errors.Result.Trim());
    }

    /// <summary>What a project's run was given. Null if it wasn't run.</summary>
    public string? ArgumentsOf(string name) =>
        Path.Combine(_folder, "tests", name, "bin/Release/net10.0/arguments") is var file && File.Exists(file)
        ? File.ReadAllText(file).Trim()
        : null;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private void Write(string path, string content)
    {
        var file = Path.Combine(_folder, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, $"#!/usr/bin/env bash\n{content}\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }
}
