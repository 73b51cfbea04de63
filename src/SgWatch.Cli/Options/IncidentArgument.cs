using System.CommandLine;
using SgWatch.Calls;
using SgWatch.Guard.Ports;
using SgWatch.Guard.Recording;
using SgWatch.Guard.Retrying;
using SgWatch.Incidents;

namespace SgWatch.Cli.Options;

/// <summary>The argument <c>INCIDENT</c> and the option <c>--days</c>: which incident, and how far back it is looked for.</summary>
/// <param name="error">Where progress is written, and that there is no such incident.</param>
/// <param name="time">The clock.</param>
internal sealed class IncidentArgument(TextWriter error, TimeProvider time)
{
    private const int ProgressDays = 48;

    /// <summary>The argument itself, for the command.</summary>
    public Argument<string> Argument { get; } = IdArgument();

    /// <summary>The option <c>--days</c>, for the command.</summary>
    public Option<int> Days { get; } = new("--days")
    {
        Description = $"How many days back the incident is looked for, the latest first (at most {IncidentSearch.MaxDays}).",
        DefaultValueFactory = _ => IncidentSearch.DefaultDays,
    };

    /// <summary>Finds the incident. Null, after a message, if it isn't there.</summary>
    public async Task<CallResult<IncidentEntry?>> FindAsync(
        ParseResult parsed, IIncidentRecord record, Retry retry, CancellationToken cancellationToken)
    {
        var id = parsed.GetValue(Argument)!;
        var days = Math.Clamp(parsed.GetValue(Days), 1, IncidentSearch.MaxDays);
        var search = new IncidentSearch(record, time) { Retry = retry };
        var result = await search.FindAsync(id, days, searched => Progress(searched, days), cancellationToken);
        if (result.TryGet(out var found, out _) && found is null)
        {
            var further = days < IncidentSearch.MaxDays ? $" To look further back, pass --days {IncidentSearch.MaxDays}." : "";
            error.WriteLine($"sgwatch incidents: there is no incident {id} in the table in the last {days} days.{further} "
                + "'sgwatch incidents list' lists the latest.");
        }
        return result;
    }

    private void Progress(int searched, int days)
    {
        if (searched < days && searched % ProgressDays == 0)
        {
            error.WriteLine($"sgwatch incidents: not in the last {searched} days; looking back to {days} days");
        }
    }

    private static Argument<string> IdArgument()
    {
        var argument = new Argument<string>("INCIDENT") { Description = "The incident's id, such as inc-0123456789abcdef." };
        argument.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && !IncidentId.IsOne(token.Value))
            {
                result.AddError($"'{token.Value}' is no incident's id: expected inc- and 16 digits or letters a to f, "
                    + "such as inc-0123456789abcdef.");
            }
        });
        return argument;
    }
}
