using System.Text;
using SgWatch.Lab;
using SgWatch.Lab.Api;
using SgWatch.Lab.Ec2;
using SgWatch.Lab.Identities;
using SgWatch.Simulation.Plain;

namespace SgWatch.Simulation.World;

/// <summary>The lab's EC2 and CloudTrail, without HTTP, with the simulation's books beside them.</summary>
internal sealed class Cloud
{
    public const string Region = "eu-west-1";

    private byte[]? _message; // of the call that is being made
    private readonly Dictionary<string, SortedSet<string>> _lists = [];
    private readonly Func<DateTimeOffset> _now;

    public Cloud(TimeProvider time, int seed)
    {
        Account = new LabOrganization(People.Account, Region, time, seed)
        {
            Prepare = account => (account.Settings.HasDefaultVpc, account.Settings.MaxRulesPerGroup) = (false, 1_000),
        }.Account(People.Account);
        _now = time.GetUtcNow;
        Account.Trail.Recorded += message => _message = message;
        Ledger = new(Account, Region, list => _lists[list], time.GetUtcNow);
    }

    public LabAccount Account { get; }

    /// <summary>Who changed which list's entries when.</summary>
    public List<(string ListId, DateTimeOffset At, LabIdentity By)> ListChanges { get; } = [];

    public Ledger Ledger { get; }

    /// <summary>Gets every event that CloudTrail records: its id, and the event.</summary>
    public Action<string>? Recorded { get; set; }

    /// <summary>Makes a call as somebody. What it changes is in the books before this returns.</summary>
    public LabAnswer Call(LabIdentity who, string action, IEnumerable<(string Name, string? Value)> parameters)
    {
        var call = new LabCall("ec2", action, Region, QueryNode.Of(parameters), who);
        _message = null;
        var answer = Account.Handle(call);
        var text = _message is null ? "" : Encoding.UTF8.GetString(_message);
        if (answer.Error is null)
        {
            Ledger.Note(who, action, EventIdOf(text));
        }
        if (_message is not null)
        {
            Recorded?.Invoke(text);
        }
        return answer;
    }

    /// <summary>Makes a prefix list, or changes its entries.</summary>
    public void SetList(LabIdentity who, string listId, params string[] cidrs)
    {
        string[] wanted = ["10.0.0.0/8", .. cidrs];
        if (!_lists.TryGetValue(listId, out var known))
        {
            _lists[listId] = new(wanted, StringComparer.Ordinal);
            Account.PutPrefixList(Region, listId, wanted);
            Call(who, "ModifyManagedPrefixList", [("PrefixListId", listId), ("MaxEntries", "20")]);
            return;
        }
        var added = wanted.Except(known).ToList();
        var removed = known.Except(wanted).ToList();
        if (added.Count + removed.Count == 0)
        {
            return;
        }
        _lists[listId] = new(wanted, StringComparer.Ordinal);
        ListChanges.Add((listId, _now(), who));
        Call(who, "ModifyManagedPrefixList",
        [
            ("PrefixListId", listId), ("CurrentVersion", $"{ListChanges.Count(change => change.ListId == listId)}"),
            .. added.Select((cidr, i) => ($"AddEntry.{i + 1}.Cidr", (string?)cidr)),
            .. removed.Select((cidr, i) => ($"RemoveEntry.{i + 1}.Cidr", (string?)cidr)),
        ]);
    }

    /// <summary>An event's id. Empty if it has none.</summary>
    public static string EventIdOf(string message)
    {
        const string Name = "\"eventID\":\"";
        var at = message.IndexOf(Name, StringComparison.Ordinal);
        return at < 0 ? "" : message[(at + Name.Length)..message.IndexOf('"', at + Name.Length)];
    }
}
