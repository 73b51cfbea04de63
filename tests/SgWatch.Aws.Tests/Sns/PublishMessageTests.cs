using System.Text;
using System.Text.Json;
using CsCheck;
using SgWatch.Aws.Sns;
using SgWatch.Tests;

namespace SgWatch.Aws.Tests.Sns;

public class PublishMessageTests
{
    private static readonly string[] Units = ["x", "\"", "\n", "ü", "😀", "x😀"];

    [Fact]
    public void Each_protocol_gets_its_form()
    {
        const string Text = "text\n\"quoted\" ünï 😀";
        using var message = JsonDocument.Parse(PublishMessage.Write(new("sgwatch.test", "subject", Text, "{\"a\":1}")));
        var forms = message.RootElement;
        Assert.Equal("{\"a\":1}", forms.GetProperty("default").GetString());
        Assert.Equal(Text, forms.GetProperty("email").GetString());
        Assert.Equal("subject", forms.GetProperty("sms").GetString());
        Assert.Contains("\"source\":\"custom\"", forms.GetProperty("https").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_text_that_is_too_long_is_cut_and_says_so_and_the_JSON_stays_whole()
    {
        using var message = JsonDocument.Parse(PublishMessage.Write(new("sgwatch.test", "s", new string('x', 300_000), "{\"a\":1}")));
        Assert.Equal("{\"a\":1}", message.RootElement.GetProperty("default").GetString());
        var text = message.RootElement.GetProperty("email").GetString();
        Assert.EndsWith("The incident log has all of it.]\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_JSON_that_is_too_long_is_replaced_by_one_that_says_so()
    {
        var json = $"{{\"a\":\"{new string('x', 300_000)}\"}}";
        using var message = JsonDocument.Parse(PublishMessage.Write(new("sgwatch.test", "s", "short", json)));
        Assert.Equal("short", message.RootElement.GetProperty("email").GetString());
        using var replacement = JsonDocument.Parse(message.RootElement.GetProperty("default").GetString()!);
        Assert.True(replacement.RootElement.GetProperty("truncated").GetBoolean());
        Assert.Equal(json.Length, replacement.RootElement.GetProperty("sizeBytes").GetInt32());
    }

    [Fact] // for any text: escaping makes quotes and newlines longer, and an emoji is two chars and four bytes
    public void A_message_is_always_JSON_below_the_limit_and_never_breaks_a_character() =>
        Gen.Select(Gen.Int[0, 5].Select(i => Units[i]), Gen.Int[0, 150_000], Gen.Int[0, 150_000]).Holds(sizes =>
        {
            var (unit, text, json) = sizes;
            string Repeat(int count) => string.Concat(Enumerable.Repeat(unit, count));
            var message = PublishMessage.Write(new("sgwatch.test", "s", "x" + Repeat(text), Repeat(json)));
            using var document = JsonDocument.Parse(message);
            return Encoding.UTF8.GetByteCount(message) <= 262_144
                && !document.RootElement.GetProperty("email").GetString()!.Contains('\uFFFD', StringComparison.Ordinal);
        }, cases: 60);
}
