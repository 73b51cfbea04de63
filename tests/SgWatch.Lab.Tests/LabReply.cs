using System.Xml.Linq;

namespace SgWatch.Lab.Tests;

/// <summary>What the lab answered.</summary>
public sealed record LabReply(int Status, XElement Xml)
{
    public string? Code => Text("Code");

    /// <summary>The first element of this name, anywhere.</summary>
    public string? Text(string name) => Texts(name) is [var first, ..] ? first : null;

    public IReadOnlyList<string> Texts(string name) =>
        [.. Xml.Descendants().Where(element => element.Name.LocalName == name).Select(element => element.Value)];

    /// <summary>The items of the list of this name.</summary>
    public IReadOnlyList<LabReply> Items(string name) =>
        [.. Xml.Descendants().Single(element => element.Name.LocalName == name).Elements().Select(item => new LabReply(Status, item))];
}
