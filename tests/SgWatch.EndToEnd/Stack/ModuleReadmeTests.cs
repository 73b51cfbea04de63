using System.Text;
using SgWatch.EndToEnd.Loop;

namespace SgWatch.EndToEnd.Stack;

/// <summary>The tables of inputs and outputs in a module's README say what variables.tf and outputs.tf say.</summary>
/// <remarks>With SGWATCH_UPDATE_SNAPSHOTS=1 the tables are written.</remarks>
public sealed class ModuleReadmeTests
{
    private static readonly string Folder = Path.Combine(Checkout.Root, "terraform");

    [Theory]
    [InlineData("")]
    [InlineData("modules/organization")]
    public async Task Its_tables_are_those_of_the_module(string module)
    {
        var folder = Path.Combine(Folder, module);
        var file = Path.Combine(folder, "README.md");
        var readme = await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken);
        var written = Between(Between(readme, "inputs", Inputs(folder)), "outputs", Outputs(folder));
        if (Environment.GetEnvironmentVariable("SGWATCH_UPDATE_SNAPSHOTS") == "1")
        {
            await File.WriteAllTextAsync(file, written, TestContext.Current.CancellationToken);
        }
        Assert.Equal(await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken), written);
    }

    [Fact]
    public void Every_input_and_output_is_described()
    {
        foreach (var module in Directory.EnumerateDirectories(Path.Combine(Folder, "modules")).Append(Folder))
        {
            var inputs = HclBlock.Read(Path.Combine(module, "variables.tf"), "variable");
            var outputs = HclBlock.Read(Path.Combine(module, "outputs.tf"), "output");
            Assert.All(inputs, input => Assert.Contains("description", input.Arguments.Keys));
            Assert.All(outputs, output => Assert.Contains("description", output.Arguments.Keys));
        }
    }

    private static string Inputs(string folder)
    {
        var table = new StringBuilder("| input | type | default | what it is |\n| --- | --- | --- | --- |\n");
        foreach (var input in HclBlock.Read(Path.Combine(folder, "variables.tf"), "variable"))
        {
            var value = input.Arguments.TryGetValue("default", out var expression) ? $"`{expression}`" : "required";
            var description = HclBlock.Text(input.Arguments["description"]);
            table.Append($"| `{input.Name}` | `{input.Arguments["type"]}` | {value} | {description} |\n");
        }
        return table.ToString();
    }

    private static string Outputs(string folder)
    {
        var table = new StringBuilder("| output | what it is |\n| --- | --- |\n");
        foreach (var output in HclBlock.Read(Path.Combine(folder, "outputs.tf"), "output"))
        {
            table.Append($"| `{output.Name}` | {HclBlock.Text(output.Arguments["description"])} |\n");
        }
        return table.ToString();
    }

    private static string Between(string readme, string name, string table)
    {
        var (begin, end) = ($"<!-- {name} -->\n", $"<!-- end of {name} -->");
        var from = readme.IndexOf(begin, StringComparison.Ordinal) + begin.Length;
        var to = readme.IndexOf(end, StringComparison.Ordinal);
        Assert.True(from >= begin.Length && to >= from, $"The README has no marks for the {name}.");
        return readme[..from] + table + readme[to..];
    }
}
