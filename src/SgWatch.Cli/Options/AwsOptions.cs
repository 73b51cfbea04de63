using System.CommandLine;
using SgWatch.Aws.Settings;

namespace SgWatch.Cli.Options;

/// <summary>The options <c>--region</c> and <c>--profile</c>. Everything else comes from where the AWS CLI takes it.</summary>
internal sealed class AwsOptions(string region)
{
    private readonly Option<string?> _region = new("--region") { Description = region };
    private readonly Option<string?> _profile = new("--profile") { Description = "A profile of the AWS CLI's files." };

    /// <summary>Gives a command these options.</summary>
    public void AddTo(Command command)
    {
        command.Add(_region);
        command.Add(_profile);
    }

    /// <summary>The settings that the command line and the environment name.</summary>
    public AwsSettings Settings(ParseResult parsed)
    {
        var settings = AwsSettings.FromEnvironment(Environment.GetEnvironmentVariable);
        return settings with
        {
            Region = parsed.GetValue(_region) ?? settings.Region,
            Profile = parsed.GetValue(_profile) ?? settings.Profile,
        };
    }
}
