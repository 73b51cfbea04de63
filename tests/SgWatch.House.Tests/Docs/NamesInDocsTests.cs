using System.Text.RegularExpressions;
using SgWatch.House.Tests.Code;
using SgWatch.House.Tests.Tree;

namespace SgWatch.House.Tests.Docs;

/// <summary>Names in docs are names in the code, and what people set or read has a doc.</summary>
public partial class NamesInDocsTests
{
    private const string Prefix = "SGWATCH_";

    /// <summary>What stands between backquotes, looks like a name, and is the reader's own or another program's.</summary>
    private static readonly Dictionary<string, string> NotOurs = new()
    {
        ["lookup-events"] = "a command of the AWS CLI, for CloudTrail",
        ["tests/SgWatch.Tests/Events/Fixtures/my-event.json"] = "an example of a file that a reader makes",
        ["PendingConfirmation"] = "what SNS answers for a subscription that nobody has confirmed",
        ["DEAD_LETTER_QUEUE_ARN"] = "a placeholder in the runbook",
        ["aws_chatbot_slack_channel_configuration"] = "a resource of Terraform's AWS provider, like its arguments below",
        ["configuration_name"] = "an argument",
        ["iam_role_arn"] = "an argument",
        ["slack_team_id"] = "an argument",
        ["slack_channel_id"] = "an argument",
        ["sns_topic_arns"] = "an argument",
    };

    private static MarkdownFile Runbook => MarkdownFile.All.Single(doc => doc.File.Path == "docs/runbook.md");

    [Fact]
    public void Every_variable_input_metric_alarm_and_code_that_a_doc_names_is_in_the_code() => Breach.AssertNone(
        from doc in MarkdownFile.All
        where doc.File.Path != "CHANGELOG.md" // names what was once
        from span in doc.CodeSpans.Concat(doc.CodeLines)
        from Match match in Name().Matches(span.Text).Concat(Hyphened().Matches(span.Text))
        where !NotOurs.ContainsKey(match.Value) && !CodeIndex.Has(match.Value)
        select new Breach(doc.File.Path, span.Line, $"{match.Value} isn't in the code"),
        "Name what there is. A name of another program's goes into NotOurs, with whose it is.");

    [Fact]
    public void Every_type_and_file_that_a_doc_names_is_in_the_code() => Breach.AssertNone(
        from doc in MarkdownFile.All
        where doc.File.Path is not ("CHANGELOG.md" or "docs/mutation.md") // results of runs on old commits
        from span in doc.CodeSpans
        where !NotOurs.ContainsKey(span.Text)
        where (IsTypeOrMember().IsMatch(span.Text) && !span.Text.Split('.').All(CodeIndex.Has))
            || (IsPath().IsMatch(span.Text) && !IsFile(doc.File, span.Text))
        select new Breach(doc.File.Path, span.Line, $"`{span.Text}` isn't in the code"),
        "Name what there is, as it is called now.");

    [Fact]
    public void Every_environment_variable_in_the_code_has_a_doc() => Breach.AssertNone(
        from file in SourceTree.Code.Where(file => !file.IsIn("tests/SgWatch.House.Tests"))
        from line in file.Lines.Index()
        from Match match in Variable().Matches(line.Item)
        where !IsInDocs(match.Value)
        select new Breach(file.Path, line.Index + 1, $"{match.Value} is in no doc"),
        "Say in docs/operations.md, or where tests are described, what it does.");

    [Fact]
    public void Every_policy_code_in_the_code_has_a_doc() => Breach.AssertNone(
        from file in SourceTree.WithExtension("cs").Where(file => file.IsIn("src"))
        from literal in CSharpTexts.Literals(file)
        from Match match in PolicyCode().Matches(literal.Text)
        where !IsInDocs(match.Value)
        select new Breach(file.Path, literal.Line, $"{match.Value} is in no doc"),
        "Say in docs/policy.md what the mistake is and how to mend it.");

    [Fact]
    public void Every_input_and_output_of_a_module_is_in_its_readme_and_no_other() => Breach.AssertNone(
        from module in TerraformModule.All
        let readme = MarkdownFile.All.FirstOrDefault(doc => doc.File.Path == $"{module.Folder}/README.md")
        where readme is not null && readme.Rows.Any(row => row.Header[0] is "input" or "output")
        from breach in Difference(readme, "input", module.Inputs).Concat(Difference(readme, "output", module.Outputs))
        select breach,
        "The tables 'input' and 'output' of a module's README list what the module declares.");

    [Fact]
    public void Every_input_and_output_of_a_module_that_people_call_is_in_a_doc() => Breach.AssertNone(
        from module in TerraformModule.All
        where TerraformModule.CalledByExamples.Contains(module.Folder)
        from declared in module.Inputs.Concat(module.Outputs)
        where !IsInDocs(declared.Text)
        select new Breach(declared.Path, declared.Line, $"{declared.Text} is in no doc"),
        "Put it into the README of its module.");

    [Fact]
    public void Every_entry_of_the_runbook_is_an_alarm() => Breach.AssertNone(
        from heading in Runbook.Headings
        where Hyphened().IsMatch(heading.Text) && !CodeIndex.Has(heading.Text)
        select new Breach(Runbook.File.Path, heading.Line, $"there is no alarm {heading.Text}"),
        "Call the entry as the alarm is called in terraform/modules/watch.");

    [Fact]
    public void Every_alarm_has_an_entry_in_the_runbook() => Breach.AssertNone(
        from file in SourceTree.Files
        where file.Path is "terraform/modules/watch/alarms.tf" or "terraform/modules/watch/cis.tf"
        from line in file.Lines.Index()
        let match = Alarm().Match(line.Item)
        where match.Success && !Runbook.Headings.Any(heading => heading.Text == match.Groups[1].Value)
        select new Breach(file.Path, line.Index + 1, $"the alarm {match.Groups[1].Value} has no entry in docs/runbook.md"),
        "Write what the alarm means and what to do, below a heading that is the alarm's name.");

    private static IEnumerable<Breach> Difference(MarkdownFile readme, string column, IReadOnlyCollection<TextBlock> declared)
    {
        var rows = readme.Rows.Where(row => row.Header[0] == column).Select(row => (row.Line, Name: row.Cells[0].Trim('`'))).ToList();
        return
        [
            .. declared.Where(name => !rows.Exists(row => row.Name == name.Text))
                .Select(name => new Breach(name.Path, name.Line, $"{name.Text} isn't in the table '{column}' of {readme.File.Path}")),
            .. rows.Where(row => !declared.Any(name => name.Text == row.Name))
                .Select(row => new Breach(readme.File.Path, row.Line, $"the module declares no {column} {row.Name}")),
        ];
    }

    private static bool IsInDocs(string name)
    {
        var whole = new Regex($@"(?<![\w-]){Regex.Escape(name)}(?![\w-])", RegexOptions.CultureInvariant);
        return MarkdownFile.All.Any(doc => doc.File.Path != "CHANGELOG.md" && whole.IsMatch(doc.File.Text));
    }

    // from the repository's root, or from the doc's own folder
    private static bool IsFile(SourceFile doc, string path) =>
        new[] { "", doc.Folder }.Select(folder => SourceTree.PathOf(folder, path.TrimEnd('/')))
            .Any(target => SourceTree.Files.Any(file => file.Path == target || file.IsIn(target)));

    // SGWATCH_POLICY, policy_file, POL004
    [GeneratedRegex(@"(?<![\w./:$%-])([A-Z][A-Z0-9]*(_[A-Z0-9]+)+|[a-z][a-z0-9]*(_[a-z0-9]+)+|POL\d{3})(?![\w./:-])")]
    private static partial Regex Name();

    // an alarm, a guardrail, a schema's word: only if the whole span is one
    [GeneratedRegex("^[a-z][a-z0-9]*(-[a-z0-9]+)+$")]
    private static partial Regex Hyphened();

    [GeneratedRegex($@"\b{Prefix}[A-Z0-9_]+\b")]
    private static partial Regex Variable();

    [GeneratedRegex(@"^POL\d{3}$")]
    private static partial Regex PolicyCode();

    // TrafficSet, Judge.Decide
    [GeneratedRegex(@"^[A-Z][a-z0-9]+([A-Z][A-Za-z0-9]*)+(\.[A-Z][A-Za-z0-9]+)*$|^[A-Z][A-Za-z0-9]+(\.[A-Z][A-Za-z0-9]+)+$")]
    private static partial Regex IsTypeOrMember();

    // src/SgWatch/Guard, terraform/modules/watch/alarms.tf
    [GeneratedRegex(@"^(src|tests|bench|docs|terraform|policies|attacks|mutation|\.ci)/(?!.*\.\.\.)[\w./-]*$")]
    private static partial Regex IsPath();

    // queue-age = { … and "dead-letters-${name}" => { …
    [GeneratedRegex(@"(?:^\s{4,6}|: "")([a-z]+(-[a-z]+)+)(?:-\$\{\w+\})?(?:\s+= \{|"" => \{)")]
    private static partial Regex Alarm();
}
