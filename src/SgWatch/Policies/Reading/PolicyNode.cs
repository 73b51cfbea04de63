using SgWatch.Addresses;

namespace SgWatch.Policies.Reading;

/// <summary>A value of a policy file and where it stands.</summary>
/// <param name="parent">What it is part of; null for the file's one value.</param>
/// <param name="step">From the parent to it: <c>.key</c> or <c>[0]</c>.</param>
/// <param name="line">From 1.</param>
/// <param name="column">From 1.</param>
internal abstract class PolicyNode(PolicyNode? parent, string step, int line, int column)
{
    public int Line => line;

    public int Column => column;

    /// <summary>The steps from the top, such as <c>guardrails[2].forbid[0].from</c>. Made when asked for: few are.</summary>
    public string Path => ((parent?.Path ?? "") + step).TrimStart('.');

    /// <summary>What stands there, for a message.</summary>
    public abstract string Description { get; }

    /// <summary>Whether nothing, <c>~</c> or <c>null</c> stands there.</summary>
    public bool IsNull => this is Scalar { IsPlain: true, Text: "" or "~" or "null" or "Null" or "NULL" };

    /// <summary>Text; YAML's own readings of it (<c>on</c>, <c>0o17</c>, <c>1_000</c>, <c>22:30</c>) don't apply, so that it means what stands there.</summary>
    public sealed class Scalar(PolicyNode? parent, string step, int line, int column, string text, bool isPlain)
        : PolicyNode(parent, step, line, column)
    {
        public string Text => text;

        /// <summary>Whether it stands there without quotes.</summary>
        public bool IsPlain => isPlain;

        public override string Description => IsNull ? "nothing" : $"'{Excerpt.Of(text)}'";
    }

    public sealed class List(PolicyNode? parent, string step, int line, int column) : PolicyNode(parent, step, line, column)
    {
        public List<PolicyNode> Items { get; } = [];

        public override string Description => Items.Count == 0 ? "an empty list" : "a list";
    }

    public sealed class Map(PolicyNode? parent, string step, int line, int column) : PolicyNode(parent, step, line, column)
    {
        /// <summary>Each key once, in the order of the file.</summary>
        public List<(Scalar Key, PolicyNode Value)> Entries { get; } = [];

        public override string Description => Entries.Count == 0 ? "an empty mapping" : "a mapping";
    }
}
