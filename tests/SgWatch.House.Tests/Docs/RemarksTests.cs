using SgWatch.House.Tests.Tree;

namespace SgWatch.House.Tests.Docs;

/// <summary>What people read in Terraform, YAML, scripts and build files.</summary>
public class RemarksTests
{
    private static readonly SourceFile Terraform = new("a.tf",
        """
        # One comment
        # on two lines.

        variable "x" {
          description = "What \"x\" is."
          default     = "#no comment" # at the end
        }
        """);

    [Fact]
    public void Comments_are_found_whole_and_at_the_ends_of_lines() => Assert.Equal(
        ["1: One comment\non two lines.", "6: at the end"], Remarks.Comments(Terraform).Select(text => $"{text.Line}: {text.Text}"));

    [Fact]
    public void Descriptions_are_found() => Assert.Equal(
        ["5: What \"x\" is."], Remarks.Messages(Terraform).Select(text => $"{text.Line}: {text.Text}"));

    [Fact]
    public void Comments_of_a_project_file_are_found() => Assert.Equal(
        ["2: Why."],
        Remarks.Comments(new("a.csproj", "<Project>\n<!-- Why. -->\n</Project>")).Select(text => $"{text.Line}: {text.Text.Trim()}"));
}
