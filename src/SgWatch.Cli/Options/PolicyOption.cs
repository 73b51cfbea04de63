using System.CommandLine;
using SgWatch.Policies;
using SgWatch.Policies.Reading;
using SgWatch.Reports;

namespace SgWatch.Cli.Options;

/// <summary>The option <c>--policy FILE</c>, the same for every command.</summary>
internal sealed class PolicyOption
{
    /// <summary>The option itself, for the command.</summary>
    public Option<string?> Option { get; } = new("--policy")
    {
        Description = $"The policy file (else ./{PolicyFile.DefaultName}, else the built-in policy).",
        HelpName = "FILE",
    };

    /// <summary>The file that the command line names.</summary>
    public PolicyFile File(ParseResult parsed) => PolicyFile.Read(parsed.GetValue(Option), Directory.GetCurrentDirectory());

    /// <summary>The policy. Null, after a message for every mistake, if it can't be used.</summary>
    public Policy? Policy(ParseResult parsed, TextWriter error)
    {
        var file = File(parsed);
        if (file.Result is PolicyReadResult.Accepted(var policy))
        {
            return policy;
        }
        PolicyProblems.Write(file.Name, file.Result, error);
        return null;
    }
}
