using SgWatch.Text;

namespace SgWatch.Policies.Reading;

/// <summary>A value of a policy file with its position.</summary>
/// <param name="parent">The value that it is part of. Null for the file's root.</param>
/// <param name="step">The step from the parent to it: <c>.key</c> or <c>[0]</c>.</param>
/// <param name="line">The line, from 1.</param>
/// <param name="column">The column, from 1.</param>
internal abstract class PolicyNode(PolicyNode? parent, string step, int line, int column)
{
    public int Line => line;

    public int Column => column;

    /// <summary>The steps from the root, such as <c>guardrails[2].forbid[0].from</c>. It is made on request, because few are
    /// needed.</summary>
    public string Path => ((parent?.Path ?? "") + step).TrimStart('.');

    /// <summary>The value in a few words, for a message.</summary>
    public abstract string Description { get; }

    /// <summary>Whether there is no value: nothing, <c>~</c> or <c>null</c>.</summary>
    public bool IsNull => this is Scalar { IsPlain: true, Text: "" or "~" or "null" or "Null" or "NULL" };

    /// <summary>A text exactly as it is written. YAML's readings of <c>on</c>, <c>0o17</c>, <c>1_000</c> and <c>22:30</c> don't
    /// apply.</summary>
    public sealed class Scalar(PolicyNode? parent, string step, int line, int column, string text, bool isPlain)
        : PolicyNode(parent, step, line, column)
    {
        public string Text => text;

        /// <summary>Whether it is written without quotes.</summary>
        public bool IsPlain => isPlain;

        public override string Description => IsNull ? "nothing" : $"'{SafeText.Excerpt(text)}'";
    }

    /// <summary>A list.</summary>
    public sealed class List(PolicyNode? parent, string step, int line, int column) : PolicyNode(parent, step, line, column)
    {
        public List<PolicyNode> Items { get; } = [];

        public override string Description => Items.Count == 0 ? "an empty list" : "a list";
    }

    /// <summary>A mapping.</summary>
    public sealed class Map(PolicyNode? parent, string step, int line, int column) : PolicyNode(parent, step, line, column)
    {
        /// <summary>The entries in the order of the file, each key once.</summary>
        public List<(Scalar Key, PolicyNode Value)> Entries { get; } = [];

        public override string Description => Entries.Count == 0 ? "an empty mapping" : "a mapping";
    }
}
