using System.Text;
using SgWatch.Text;

namespace SgWatch.Tests.Text;

public sealed class JsonOutputTests
{
    private enum Sample
    {
        UnresolvedPeer,
    }

    [Fact]
    public void Members_objects_and_arrays_are_written_one_after_another()
    {
        var text = JsonOutput.ObjectText(json =>
        {
            json.WriteOptional("here", "a");
            json.WriteOptional("absent", null);
            json.WriteStrings("texts", ["b", "c"]);
            json.WriteArray("numbers", [1, 2], static (json, number) => json.WriteNumberValue(number));
            json.WriteObjects("objects", [3], static (json, number) => json.WriteNumber("n", number));
            json.WriteObject("object", static json => json.WriteBoolean("is", true));
            json.WriteTags(new Dictionary<string, string>());
        });

        Assert.Equal("""{"here":"a","texts":["b","c"],"numbers":[1,2],"objects":[{"n":3}],"object":{"is":true}}""", text);
    }

    [Fact]
    public void Tags_are_one_object() => Assert.Equal(
        """{"tags":{"tier":"edge"}}""",
        JsonOutput.ObjectText(json => json.WriteTags(new Dictionary<string, string> { ["tier"] = "edge" })));

    [Fact]
    public void Bytes_are_the_text_in_UTF_8_and_longer_than_the_first_buffer()
    {
        string[] texts = [.. Enumerable.Range(0, 500).Select(i => $"text {i}")];
        var bytes = JsonOutput.Bytes(json => json.WriteStrings(texts));
        Assert.Equal(JsonOutput.Text(json => json.WriteStrings(texts)), Encoding.UTF8.GetString(bytes));
    }

    [Fact]
    public void A_word_is_the_name_in_lower_case() => Assert.Equal("unresolvedpeer", JsonOutput.Word(Sample.UnresolvedPeer));
}
