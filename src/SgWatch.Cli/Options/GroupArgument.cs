using System.CommandLine;
using SgWatch.Changes;
using SgWatch.Rules;

namespace SgWatch.Cli.Options;

/// <summary>The argument <c>GROUP</c>: <c>sg-…</c>, or <c>ACCOUNT/REGION/sg-…</c> for a group elsewhere.</summary>
internal sealed class GroupArgument
{
    private const string Expected = "expected sg-0123456789abcdef0, or 111122223333/eu-west-1/sg-0123456789abcdef0 for a group elsewhere";

    /// <summary>The argument itself, for the command.</summary>
    public Argument<string> Argument { get; } = new("GROUP")
    {
        Description = "The group: its id, or ACCOUNT/REGION/sg-… if it is in another account or region.",
    };

    public GroupArgument() => Argument.Validators.Add(result =>
    {
        if (result.Tokens is [var token] && !TryRead(token.Value, out _, out _))
        {
            result.AddError($"'{token.Value}' is no group: {Expected}.");
        }
    });

    /// <summary>Where the group is, as far as the argument says, and its id.</summary>
    public (AccountRegion At, string GroupId) Read(ParseResult parsed)
    {
        TryRead(parsed.GetValue(Argument)!, out var at, out var groupId);
        return (at, groupId);
    }

    private static bool TryRead(string text, out AccountRegion at, out string groupId)
    {
        switch (text.Split('/'))
        {
            case [var id] when AwsIds.IsGroupId(id):
                (at, groupId) = (default, id);
                return true;
            case [var account, var region, var id] when AwsIds.IsAccount(account) && AwsIds.IsRegion(region) && AwsIds.IsGroupId(id):
                (at, groupId) = (new(account, region), id);
                return true;
            default:
                (at, groupId) = (default, text);
                return false;
        }
    }
}
