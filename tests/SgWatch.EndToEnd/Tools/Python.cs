namespace SgWatch.EndToEnd.Tools;

/// <summary>Finds a Python 3 that can import what a test needs.</summary>
public static class Python
{
    /// <summary>The interpreter's own path, not a shim's, so that the process that is started is the interpreter.</summary>
    /// <param name="module">Such as <c>moto.server</c>.</param>
    /// <param name="install">The command that brings the module, for the message.</param>
    /// <exception cref="InvalidOperationException">There is none; the message says how to get it.</exception>
    public static async Task<string> FindAsync(string module, string install)
    {
        foreach (var candidate in (string[])["python3", "python", "/usr/bin/python3"])
        {
            if ((File.Exists(candidate) ? candidate : Tool.Find(candidate)) is not { } program)
            {
                continue;
            }
            var found = await Tool.RunAsync(
                program, ["-c", $"import importlib, sys; importlib.import_module('{module}'); print(sys.executable)"]);
            if (found.ExitCode == 0)
            {
                return found.Output.Trim();
            }
        }
        throw new InvalidOperationException(
            $"These tests need Python 3 with the module '{module}', and none was found in PATH. Install it with: {install}");
    }
}
