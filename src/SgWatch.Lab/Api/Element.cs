using System.Collections;
using System.Globalization;
using System.Xml;
using System.Xml.Linq;

namespace SgWatch.Lab.Api;

/// <summary>One element of an answer's XML, without its namespace: a text or children.</summary>
internal sealed class Element(string name, string? text = null) : IEnumerable<Element>
{
    private readonly List<Element> _children = [];

    public string Name { get; } = name;

    public string Text { get; } = text ?? "";

    public IReadOnlyList<Element> Children => _children;

    /// <summary>Whether the children are the members of a list, as EC2 writes it.</summary>
    public bool IsList => _children.Count > 0 && _children.TrueForAll(static child => child.Name == "item");

    /// <summary>A list: each element's children in an <c>item</c>.</summary>
    public static Element List(string name, IEnumerable<IEnumerable<Element>> items)
    {
        var list = new Element(name);
        foreach (var item in items)
        {
            var element = new Element("item");
            element._children.AddRange(item);
            list.Add(element);
        }
        return list;
    }

    /// <summary>Reads an element, forgetting namespaces and attributes.</summary>
    public static Element From(XElement xml)
    {
        var element = new Element(xml.Name.LocalName, xml.HasElements ? null : xml.Value);
        foreach (var child in xml.Elements())
        {
            element.Add(From(child));
        }
        return element;
    }

    /// <summary>The child of this name; null if there is none.</summary>
    public Element? Find(string name) => _children.Find(child => child.Name == name);

    public void Add(Element? child)
    {
        if (child is not null)
        {
            _children.Add(child);
        }
    }

    public void Add(IEnumerable<Element> children) => _children.AddRange(children);

    /// <summary>Adds a text; nothing if it is null.</summary>
    public void Add(string name, string? text) => Add(text is null ? null : new Element(name, text));

    public void Add(string name, bool value) => Add(name, value ? "true" : "false");

    public void Add(string name, long? value) => Add(name, value?.ToString(CultureInfo.InvariantCulture));

    public void WriteTo(XmlWriter writer)
    {
        writer.WriteStartElement(Name);
        if (Text.Length > 0)
        {
            writer.WriteString(Text);
        }
        _children.ForEach(child => child.WriteTo(writer));
        writer.WriteEndElement();
    }

    public IEnumerator<Element> GetEnumerator() => _children.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
