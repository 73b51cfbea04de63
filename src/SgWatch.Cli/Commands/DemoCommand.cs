using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using SgWatch.Incidents;
using SgWatch.Lab.Demo;
using SgWatch.Lab.Guarded;
using SgWatch.Policies;
using SgWatch.Verdicts;
using Spectre.Console;

namespace SgWatch.Cli.Commands;

/// <summary><c>sgwatch demo</c>: the whole loop in one process.</summary>
internal static class DemoCommand
{
    private static readonly TimeSpan LongestStep = TimeSpan.FromSeconds(20);

    public static Command Create(TextWriter output, TextWriter error)
    {
        var command = new Command("demo",
            """
            Shows the whole loop in one process: a small company's groups, the ways in which groups are really opened, and how each is closed.
            Needs no AWS account and no network. Ends with 0 only if every group ended as the policy wants.
            """);
        command.SetAction((_, cancellationToken) => RunAsync(output, error, cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(TextWriter output, TextWriter error, CancellationToken cancellationToken)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(output) });
        var time = TimeProvider.System;
        await using var lab = await GuardedLab.StartAsync(
            new() { Identities = DemoCompany.People }, BuiltInPolicy.Instance, time, _ => { }, cancellationToken);
        using var client = new QueryClient(lab.Host.Url, DemoCompany.Region);
        var company = new DemoCompany(client);
        await company.BuildAsync(cancellationToken);
        await lab.Host.Events.WhenIdleAsync(cancellationToken);
        await lab.SweepAsync(DemoCompany.Region, cancellationToken);
        var wanted = Rules(lab);
        var told = lab.Incidents.Length;
        console.MarkupLine($"A company with {company.Groups.Count} groups in [bold]{company.VpcId}[/]. Its default group was\nclosed when the VPC was made, and the default VPC's by the first sweep.\n");

        var number = 0;
        foreach (var step in DemoStory.Steps(company))
        {
            await client.Ec2Async(step.Who, step.Action, step.Parameters, cancellationToken);
            var called = time.GetTimestamp();
            await lab.Host.Events.WhenIdleAsync(cancellationToken).WaitAsync(LongestStep, time, cancellationToken);
            Expect(wanted, step);
            Print(console, ++number, step, lab.Incidents[told..], time.GetElapsedTime(called));
            told = lab.Incidents.Length;
        }

        var mail = lab.Host.Mailbox.Messages;
        if (mail.Count > 0)
        {
            console.MarkupLine($"\n{mail.Count} e-mails went to {GuardedLab.MailAddress}. The last but two:\n");
            foreach (var line in $"Subject: {mail[^3].Subject}\n\n{mail[^3].Body.TrimEnd()}".Split('\n'))
            {
                output.WriteLine($"  | {line}".TrimEnd());
            }
        }
        var faults = DemoReport.Faults(wanted, lab.Host.Account.Groups(DemoCompany.Region));
        foreach (var fault in faults)
        {
            error.WriteLine($"sgwatch demo: {fault}");
        }
        var isTold = mail.Count == lab.Incidents.Length;
        if (!isTold)
        {
            error.WriteLine($"sgwatch demo: {lab.Incidents.Length} incidents, but {mail.Count} e-mails");
        }
        console.MarkupLine(faults.IsEmpty && isTold
            ? "\n[green]Every group ended as the policy wants.[/] Next: [bold]./sgwatch lab[/] and your own AWS CLI."
            : "\n[red]Not every group ended as the policy wants.[/]");
        return faults.IsEmpty && isTold ? ExitCode.Clean : ExitCode.Findings;
    }

    private static Dictionary<string, ImmutableHashSet<string>> Rules(GuardedLab lab) => lab.Host.Account.Groups(DemoCompany.Region)
        .ToDictionary(group => group.GroupId, group => group.Rules.Select(rule => rule.ToString()).ToImmutableHashSet());

    private static void Expect(Dictionary<string, ImmutableHashSet<string>> wanted, DemoStep step)
    {
        var groupId = step.Parameters.FirstOrDefault(p => p.Name == "GroupId").Value;
        if (step.Stays is { } stays)
        {
            wanted[groupId] = wanted[groupId].Add(stays);
        }
        if (step.Goes is { } goes)
        {
            wanted[groupId] = wanted[groupId].Remove(goes);
        }
    }

    private static void Print(
        IAnsiConsole console, int number, DemoStep step, ImmutableArray<Incident> incidents, TimeSpan guard)
    {
        var who = DemoCompany.People[step.Who].Arn.Split('/')[^1];
        console.MarkupLineInterpolated($"[bold]{number,2}  {step.Title}[/]\n    [grey]event  {step.Action} by {who}[/]");
        foreach (var incident in incidents)
        {
            foreach (var finding in incident.Findings.Where(finding => finding.Action != FindingAction.None))
            {
                console.MarkupLineInterpolated(CultureInfo.InvariantCulture, $"    [red]open[/]   {incident.Before.GroupName}: {finding.Rule}");
            }
            var what = incident.Outcome == IncidentOutcome.Reverted ? $"revoked {string.Join(", ", incident.Revoked.Select(r => r.SecurityGroupRuleId))}" : $"{incident.Outcome}";
            console.MarkupLineInterpolated(CultureInfo.InvariantCulture, $"    [green]done[/]   {what}");
        }
        if (incidents.IsEmpty)
        {
            console.MarkupLineInterpolated($"    [green]fine[/]   {step.Stays ?? "nothing to do"}");
        }
        console.MarkupLineInterpolated(CultureInfo.InvariantCulture,
            $"    [grey]took   {guard.TotalMilliseconds:0} ms after the call until all was done and told[/]");
    }
}
