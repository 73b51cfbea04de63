namespace SgWatch.Cli.Tests;

/// <summary>Runs the command line in this process.</summary>
internal static class Cli
{
    public static async Task<CliResult> RunAsync(string input, params string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var code = await CommandLine.RunAsync(arguments, new MemoryStream(System.Text.Encoding.UTF8.GetBytes(input)), output, error);
        return new(code, output.ToString(), error.ToString());
    }
}
