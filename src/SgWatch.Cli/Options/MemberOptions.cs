using System.CommandLine;
using SgWatch.Aws.Accounts;

namespace SgWatch.Cli.Options;

/// <summary>The options by which a command reaches a group of another account.</summary>
internal sealed class MemberOptions
{
    private readonly Option<string?> _role = new("--role")
    {
        Description = "The role to assume if the group is in another account.",
        HelpName = "NAME",
    };

    private readonly Option<string?> _externalId = new("--external-id") { Description = "The external id that the role requires." };

    /// <summary>Gives a command these options.</summary>
    public void AddTo(Command command)
    {
        command.Add(_role);
        command.Add(_externalId);
    }

    /// <summary>The role. Null if the command line names none.</summary>
    public MemberRole? Role(ParseResult parsed) =>
        parsed.GetValue(_role) is { } role ? new MemberRole(role, parsed.GetValue(_externalId)) : null;
}
