using System.CommandLine;
using SgWatch.Policies;
using SgWatch.Policies.Reading;

namespace SgWatch.Cli.PolicyFiles;

/// <summary>The option <c>--policy FILE</c>, the same for every command.</summary>
internal sealed class PolicyOption
{
    /// <summary>To be added to the command.</summary>
    public Option<string?> Option { get; } = new("--policy")
    {
        Description = $"The policy file (else ./{PolicyFile.DefaultName}, else the built-in policy).",
        HelpName = "FILE",
    };

    /// <summary>The file that the command line names.</summary>
    public PolicyFile File(ParseResult parsed) => PolicyFile.Read(parsed.GetValue(Option), Directory.GetCurrentDirectory());

    /// <summary>The policy; null, with every mistake told, where there is none to be used: the command then ends with <see cref="ExitCode.Usage"/>.</summary>
    public Policy? Policy(ParseResult parsed, TextWriter error)
    {
        var file = File(parsed);
        if (file.Result is PolicyReadResult.Accepted(var policy))
        {
            return policy;
        }
        PolicyMistakes.Write(file, error);
        return null;
    }
}
