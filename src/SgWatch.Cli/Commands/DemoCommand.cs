using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using SgWatch.Incidents;
using SgWatch.Lab.Demo;
using SgWatch.Lab.Guarded;
using SgWatch.Lab.Sns;
using SgWatch.Policies;
using SgWatch.Verdicts;
using Spectre.Console;

namespace SgWatch.Cli.Commands;

/// <summary><c>sgwatch demo</c>: the whole loop in one process.</summary>
internal sealed class DemoCommand(TextWriter output, TextWriter error)
{
    private static readonly TimeSpan LongestStep = TimeSpan.FromSeconds(20);

    private readonly TimeProvider _time = TimeProvider.System;
    private readonly IAnsiConsole _console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(output) });

    public static Command Create(TextWriter output, TextWriter error)
    {
        var command = new Command("demo", "Shows the whole loop in one process. Needs no AWS account and no network.");
        command.SetAction((_, cancellationToken) => new DemoCommand(output, error).RunAsync(cancellationToken));
        return command
            .WithDetails("""
                A small company has security groups. Its people open them in the ways in which groups are really opened.
                The guard closes each group and sends a mail. The exit code is 0 only if every group ended as the policy wants.
                """)
            .WithExamples("sgwatch demo");
    }

    private async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        await using var lab = await GuardedLab.StartAsync(
            new() { Identities = DemoCompany.People }, BuiltInPolicy.Instance, _time, _ => { }, cancellationToken);
        using var client = new QueryClient(lab.Host.Url, DemoCompany.Region);
        var company = new DemoCompany(client);
        await company.BuildAsync(cancellationToken);
        await lab.Host.Events.WhenIdleAsync(cancellationToken);
        await lab.SweepAsync(DemoCompany.Region, cancellationToken);
        _console.MarkupLine($"""
            A company with {company.Groups.Count} groups in [bold]{company.VpcId}[/].
            The guard closed its default group when the VPC was made.
            The first sweep closed the default group of the default VPC. A mail lists what was there before, and stays.

            """);

        var ends = DemoEnds.Of(lab.Host.Account.Groups(DemoCompany.Region));
        var number = 0;
        foreach (var step in DemoStory.Steps(company))
        {
            var before = lab.Incidents.Length;
            await client.Ec2Async(step.Who, step.Action, step.Parameters, cancellationToken);
            var called = _time.GetTimestamp();
            await lab.Host.Events.WhenIdleAsync(cancellationToken).WaitAsync(LongestStep, _time, cancellationToken);
            ends = ends.After(step);
            WriteStep(++number, step, lab.Incidents[before..], _time.GetElapsedTime(called));
        }
        WriteMail(lab.Host.Mailbox.Messages);
        return WriteEnd(lab, ends);
    }

    private void WriteStep(int number, DemoStep step, ImmutableArray<Incident> incidents, TimeSpan took)
    {
        var who = DemoCompany.People[step.Who].Arn.Split('/')[^1];
        WriteLine($"[bold]{number,2}  {step.Title}[/]");
        WriteLine($"    [grey]event  {step.Action} by {who}[/]");
        foreach (var incident in incidents)
        {
            foreach (var finding in incident.Findings.Where(finding => finding.Action != FindingAction.None))
            {
                WriteLine($"    [red]open[/]   {incident.Before.GroupName}: {finding.Rule}");
            }
            WriteLine($"    [green]done[/]   {Done(incident)}");
        }
        if (incidents.IsEmpty)
        {
            WriteLine($"    [green]fine[/]   {step.Stays ?? "nothing to do"}");
        }
        WriteLine($"    [grey]took   {took.TotalMilliseconds:0} ms from the call until the guard was done[/]");
    }

    private static string Done(Incident incident) => incident.Outcome == IncidentOutcome.Reverted
        ? $"revoked {string.Join(", ", incident.Revoked.Select(rule => rule.SecurityGroupRuleId))}"
        : $"{incident.Outcome}";

    private void WriteMail(IReadOnlyList<LabMail> mail)
    {
        if (mail.Count == 0)
        {
            return;
        }
        var shown = mail[^3]; // about the rule in the default group
        _console.MarkupLine($"\n{mail.Count} e-mails went to {GuardedLab.MailAddress}. One of them:\n");
        foreach (var line in $"Subject: {shown.Subject}\n\n{shown.Body.TrimEnd()}".Split('\n'))
        {
            output.WriteLine($"  | {line}".TrimEnd());
        }
    }

    private int WriteEnd(GuardedLab lab, DemoEnds ends)
    {
        var faults = ends.Faults(lab.Host.Account.Groups(DemoCompany.Region));
        foreach (var fault in faults)
        {
            error.WriteLine($"sgwatch demo: {fault}");
        }
        var unnotified = lab.Incidents.Where(incident =>
            lab.Host.Mailbox.Messages.Count(mail => mail.Body.Contains(incident.Id, StringComparison.Ordinal)) != 1).ToList();
        foreach (var incident in unnotified)
        {
            error.WriteLine($"sgwatch demo: incident {incident.Id} has no e-mail, or several");
        }
        var isClean = faults.IsEmpty && unnotified.Count == 0;
        _console.MarkupLine(isClean
            ? "\n[green]Every group ended as the policy wants.[/] Next: [bold]./sgwatch lab[/] and your own AWS CLI."
            : "\n[red]Not every group ended as the policy wants.[/]");
        return isClean ? ExitCode.Clean : ExitCode.Findings;
    }

    private void WriteLine(FormattableString markup) => _console.MarkupLineInterpolated(CultureInfo.InvariantCulture, markup);
}
