using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using SgWatch.Attacks;
using SgWatch.Attacks.Tests;
using SgWatch.Policies;

namespace SgWatch.Cli.Tests.Commands;

public sealed class AttackCommandTests
{
    [Theory]
    [InlineData("--account", "999999999999")] // the lab's is another
    [InlineData("--only", "0")]
    [InlineData("--only", "26")]
    [InlineData("--only", "two")]
    [InlineData("--events", "sideways")]
    [InlineData("--format", "jsonl")]
    [InlineData("--told", "nowhere")]
    public async Task What_is_asked_wrongly_is_refused_and_nothing_is_done(params string[] options)
    {
        await using var lab = await AttackLab.StartAsync(BuiltInPolicy.Instance);
        var before = lab.Everything;

        var result = await AttackAsync(lab, options);

        Assert.Equal(2, result.ExitCode);
        Assert.NotEmpty(result.Error);
        Assert.Equal(before, lab.Everything);
    }

    [Fact]
    public async Task Without_a_lab_the_account_must_be_named()
    {
        var result = await Cli.RunAsync("", "attack", "--endpoint-url", "http://127.0.0.1:1", "--region", "us-east-1");

        Assert.Equal(2, result.ExitCode);
        Assert.Contains("--account", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_false_lab_answers_is_shown_as_safe_text()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var answering = AnswerOnceAsync(listener, """
            <Lab><AccountId>1&#x202E;2&#x9B;31m</AccountId><EventRule>guard</EventRule><HasUpstream>false</HasUpstream></Lab>
            """);

        var result = await Cli.RunAsync("", "attack", "--endpoint-url", $"http://{listener.LocalEndpoint}", "--account", "111122223333");
        await answering;

        Assert.Equal(2, result.ExitCode);
        Assert.Contains("the lab's account is 1", result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain('\u202E', result.Error);
        Assert.DoesNotContain('\u009B', result.Error);
    }

    [Fact]
    public async Task The_list_names_all_of_them()
    {
        var result = await Cli.RunAsync("", "attack", "--list");

        Assert.Equal(0, result.ExitCode);
        Assert.All(AttackLibrary.All, attack => Assert.Contains(attack.Title, result.Output, StringComparison.Ordinal));
        Assert.Equal(25, result.Lines.Count(line => line.Contains("missed by", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_guard_that_holds_all_25_gets_a_line_for_each_and_0()
    {
        await using var lab = await AttackLab.StartAsync(BuiltInPolicy.Instance);
        var before = lab.Everything;

        var result = await AttackAsync(lab);

        Assert.True(result.ExitCode == 0, result.Output + result.Error);
        Assert.Equal("", result.Error);
        Assert.Equal("25 of 25 held", result.Lines[^1]);
        Assert.Equal(25, result.Lines.Count(line => line.Contains("  held  ", StringComparison.Ordinal)));
        Assert.DoesNotContain(result.Lines, line => line.StartsWith("      without", StringComparison.Ordinal));
        Assert.Equal(before, lab.Everything);
    }

    [Theory]
    [InlineData("in-order")]
    [InlineData("doubled")]
    [InlineData("reversed")]
    [InlineData("late")]
    [InlineData("lost")]
    public async Task Every_way_of_delivery_that_the_help_names_can_be_asked_for(string events)
    {
        await using var lab = await AttackLab.StartAsync(AttackLab.Policy("built-in-by-state.yaml"));

        var result = await AttackAsync(lab, "--events", events, "--only", "5", "--format", "json");

        using var document = JsonDocument.Parse(result.Output);
        Assert.Equal((0, events), (result.ExitCode, document.RootElement.GetProperty("events").GetString()));
    }

    [Fact]
    public async Task A_guard_that_changes_nothing_holds_nothing_and_all_is_deleted_all_the_same()
    {
        await using var lab = await AttackLab.StartAsync(BuiltInPolicy.Instance.AtMost(PolicyMode.Observe));
        var before = lab.Everything;

        var result = await AttackAsync(lab, "--only", "2,13", "--timeout", "0.2");

        Assert.Equal(1, result.ExitCode);
        Assert.Equal("0 of 2 held", result.Lines[^1]);
        Assert.Contains("NOT HELD", result.Lines[0], StringComparison.Ordinal);
        Assert.Contains(result.Lines, line => line.Contains("still has: ingress tcp/22 from 0.0.0.0/0", StringComparison.Ordinal));
        Assert.Equal(before, lab.Everything);
    }

    [Fact]
    public async Task The_document_says_of_each_attack_whether_it_was_held()
    {
        await using var lab = await AttackLab.StartAsync(BuiltInPolicy.Instance);

        var result = await AttackAsync(lab, "--only", "5,9", "--format", "json");

        using var document = JsonDocument.Parse(result.Output);
        var root = document.RootElement;
        var attacks = root.GetProperty("attacks").EnumerateArray().ToArray();
        Assert.Equal("sgwatch.attack/1", root.GetProperty("schema").GetString());
        Assert.Equal((2, 2), (root.GetProperty("held").GetInt32(), root.GetProperty("of").GetInt32()));
        Assert.Equal([5, 9], attacks.Select(attack => attack.GetProperty("number").GetInt32()));
        Assert.All(attacks, attack => Assert.True(attack.GetProperty("held").GetBoolean()));
    }

    private static Task<CliResult> AttackAsync(AttackLab lab, params string[] options) =>
        Cli.RunAsync("", ["attack", "--endpoint-url", lab.Url.ToString(), .. options]);

    private static async Task AnswerOnceAsync(TcpListener listener, string body)
    {
        using var client = await listener.AcceptTcpClientAsync(TestContext.Current.CancellationToken);
        await using var stream = client.GetStream();
        var (request, buffer) = ("", new byte[4096]);
        while (!request.EndsWith("sgwatch-lab", StringComparison.Ordinal)) // which is the end of the body
        {
            request += Encoding.ASCII.GetString(buffer, 0, await stream.ReadAsync(buffer, TestContext.Current.CancellationToken));
        }
        var answer = $"HTTP/1.1 200 OK\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\nConnection: close\r\n\r\n{body}";
        await stream.WriteAsync(Encoding.UTF8.GetBytes(answer), TestContext.Current.CancellationToken);
    }
}
