using System.Collections.Immutable;
using System.Globalization;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace SgWatch.Attacks;

/// <summary>Reads an attack from its YAML file.</summary>
/// <remarks>
/// In a list, an element with the key <c>item</c> stands for many elements: <c>{ times: 3, item: "tag-{i}" }</c> for three,
/// <c>{ blocks: 0.0.0.0/0, prefix: 8, skip: 0, take: 52, item: { CidrIp: "{block}" } }</c> for one of each block of a range.
/// <c>{x200}</c> is 200 letters x. An end with <c>times: 3</c> is for three groups: <c>u{i}</c> is u0, u1 and u2.
/// </remarks>
internal static class AttackReader
{
    private const int MaxItems = 1000;

    private static readonly string[] Keys =
    [
        "number", "title", "way-in", "missed-by", "held-by", "groups", "steps", "ends", "told", "only-told", "only-on", "elsewhere",
    ];

    private static readonly string[] StepKeys =
    [
        "call", "with", "save", "may-fail", "if-lacking", "region", "on", "event-rule", "events", "fault", "rest-seconds",
        "sweep", "sweep-after-seconds",
    ];

    /// <summary>Reads one attack.</summary>
    /// <param name="file">The file's name, for messages.</param>
    /// <param name="yaml">The file's text.</param>
    /// <exception cref="FormatException">The file has a mistake. The message names the line.</exception>
    public static Attack Read(string file, string yaml)
    {
        try
        {
            var stream = new YamlStream();
            stream.Load(new StringReader(yaml));
            var root = Map(stream.Documents.Single().RootNode);
            Allow(root, Keys);
            return new Attack(int.Parse(Text(root, "number"), CultureInfo.InvariantCulture), Text(root, "title"))
            {
                WayIn = Text(root, "way-in"),
                MissedBy = Text(root, "missed-by"),
                HeldBy = Text(root, "held-by"),
                Groups = [.. Entries(root, "groups").Select(entry => Group(entry.Key, entry.Value))],
                Steps = [.. Items(Sequence(root, "steps")).Select(item => Step(Map(item.Node), item.Fill))],
                Ends = Entries(root, "ends").SelectMany(entry => Ends(entry.Key, Map(entry.Value))).ToImmutableDictionary(),
                Messages = [.. Items(Sequence(root, "told")).Select(item => Message(item.Node))],
                IsSeenByMessagesOnly = IsTrue(root, "only-told"),
                On = Targets(root, "only-on"),
                Elsewhere = OptionalText(root, "elsewhere") ?? "",
            };
        }
        catch (YamlException problem)
        {
            throw new FormatException($"{file}:{problem.Start.Line}: {problem.Message}", problem);
        }
    }

    private static AttackGroup Group(string name, YamlNode node)
    {
        if (node is YamlSequenceNode rules)
        {
            return new(name, Texts(rules));
        }
        var map = Map(node);
        Allow(map, "rules", "in-default-vpc", "keeps-egress");
        return new(name, Texts(Sequence(map, "rules")))
        {
            IsInDefaultVpc = IsTrue(map, "in-default-vpc"),
            KeepsEgress = IsTrue(map, "keeps-egress"),
        };
    }

    private static AttackStep Step(YamlMappingNode map, Func<string, string> fill)
    {
        Allow(map, StepKeys);
        AttackStep step = map switch
        {
            _ when OptionalText(map, "call") is { } action => new AttackStep.Ec2(action, Parameters(map, "with", fill))
            {
                Saves = Entries(map, "save").ToImmutableDictionary(entry => fill(entry.Key), entry => ((YamlScalarNode)entry.Value).Value!),
                MayFail = Texts(Sequence(map, "may-fail")),
                IfLacking = OptionalText(map, "if-lacking"),
                Region = OptionalText(map, "region"),
            },
            _ when OptionalText(map, "event-rule") is { } action => new AttackStep.EventRule(action),
            _ when OptionalText(map, "events") is { } mode => new AttackStep.Deliver(mode == "as-asked" ? null : mode),
            _ when Find(map, "fault") is not null => new AttackStep.Fault(Parameters(map, "fault", fill)),
            _ when Find(map, "rest-seconds") is not null => new AttackStep.Wait(TimeSpan.FromSeconds(Number(map, "rest-seconds", 0))),
            _ when Find(map, "sweep") is not null || Find(map, "sweep-after-seconds") is not null =>
                new AttackStep.Sweep(TimeSpan.FromSeconds(Number(map, "sweep-after-seconds", 0))),
            _ => throw new YamlException(map.Start, map.End, "a step is a call, an event-rule, events, a fault, a sweep or rest-seconds"),
        };
        return step with { On = Targets(map, "on") };
    }

    private static AttackTargetKinds Targets(YamlMappingNode map, string key) => OptionalText(map, key) is { } on
        ? Enum.Parse<AttackTargetKinds>(on.Replace(' ', ','), ignoreCase: true)
        : AttackTargetKinds.Everywhere;

    private static IEnumerable<KeyValuePair<string, AttackEnd>> Ends(string name, YamlMappingNode map) =>
        Enumerable.Range(0, Math.Min(MaxItems, Number(map, "times", 1))).Select(i => KeyValuePair.Create(
            name.Replace("{i}", i.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal), End(map)));

    private static AttackEnd End(YamlMappingNode map)
    {
        Allow(map, "times", "has", "may-have", "may-have-on", "may-have-without", "at-most");
        return new(Texts(Sequence(map, "has")))
        {
            MayHave = Texts(Sequence(map, "may-have")),
            MayHaveOn = Targets(map, "may-have-on"),
            MayHaveWithout = Texts(Sequence(map, "may-have-without")),
            AtMost = Number(map, "at-most", int.MaxValue),
        };
    }

    private static AttackMessage Message(YamlNode node)
    {
        if (node is YamlScalarNode { Value: { } about })
        {
            return new(about, null);
        }
        var map = Map(node);
        Allow(map, "about", "outcome", "on");
        return new(Text(map, "about"), OptionalText(map, "outcome")) { On = Targets(map, "on") };
    }

    private static ImmutableArray<KeyValuePair<string, string>> Parameters(YamlMappingNode map, string key, Func<string, string> fill)
    {
        var parameters = new List<KeyValuePair<string, string>>();
        foreach (var (name, value) in Entries(map, key))
        {
            Flatten(name, value, fill, parameters);
        }
        return [.. parameters];
    }

    // IpPermissions: [{ IpProtocol: tcp }] is the Query API's IpPermissions.1.IpProtocol=tcp
    private static void Flatten(string name, YamlNode node, Func<string, string> fill, List<KeyValuePair<string, string>> parameters)
    {
        switch (node)
        {
            case YamlScalarNode scalar:
                parameters.Add(new(name, fill(scalar.Value ?? "")));
                break;
            case YamlMappingNode map:
                foreach (var (key, value) in map.Children)
                {
                    Flatten($"{name}.{((YamlScalarNode)key).Value}", value, fill, parameters);
                }
                break;
            case YamlSequenceNode sequence:
                var position = 0;
                foreach (var item in Items(sequence))
                {
                    var element = string.Create(CultureInfo.InvariantCulture, $"{name}.{++position}");
                    Flatten(element, item.Node, text => item.Fill(fill(text)), parameters);
                }
                break;
        }
    }

    private static ImmutableArray<string> Texts(YamlSequenceNode sequence) =>
        [.. Items(sequence).Select(item => item.Fill(((YamlScalarNode)item.Node).Value ?? ""))];

    private static IEnumerable<(YamlNode Node, Func<string, string> Fill)> Items(YamlSequenceNode sequence)
    {
        foreach (var child in sequence.Children)
        {
            if (child is not YamlMappingNode map || Find(map, "item") is not { } item)
            {
                yield return (child, FillLetters);
                continue;
            }
            Allow(map, "item", "times", "blocks", "prefix", "skip", "take");
            var index = 0;
            foreach (var block in Blocks(map))
            {
                var i = (index++).ToString(CultureInfo.InvariantCulture);
                yield return (item, text => FillLetters(
                    text.Replace("{i}", i, StringComparison.Ordinal).Replace("{block}", block, StringComparison.Ordinal)));
            }
        }
    }

    private static IEnumerable<string> Blocks(YamlMappingNode map) => OptionalText(map, "blocks") is { } range
        ? AddressBlocks.Of(range, Number(map, "prefix", 0), Number(map, "skip", 0), Math.Min(MaxItems, Number(map, "take", MaxItems)))
        : Enumerable.Repeat("", Math.Min(MaxItems, Number(map, "times", 0)));

    private static string FillLetters(string text)
    {
        var start = text.IndexOf("{x", StringComparison.Ordinal);
        var end = start < 0 ? -1 : text.IndexOf('}', start);
        var digits = end > 0 ? text.AsSpan(start + 2, end - start - 2) : [];
        return int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            ? $"{text[..start]}{new string('x', count)}{text[(end + 1)..]}"
            : text;
    }

    private static int Number(YamlMappingNode map, string key, int ifNone) =>
        OptionalText(map, key) is { } text ? int.Parse(text, CultureInfo.InvariantCulture) : ifNone;

    private static bool IsTrue(YamlMappingNode map, string key) => OptionalText(map, key) == "true";

    private static string? OptionalText(YamlMappingNode map, string key) => (Find(map, key) as YamlScalarNode)?.Value;

    private static string Text(YamlMappingNode map, string key) => OptionalText(map, key) is { Length: > 0 } text
        ? text
        : throw new YamlException(map.Start, map.End, $"'{key}' is missing");

    private static IEnumerable<(string Key, YamlNode Value)> Entries(YamlMappingNode map, string key) =>
        Find(map, key) is { } node ? Map(node).Children.Select(child => (((YamlScalarNode)child.Key).Value!, child.Value)) : [];

    private static YamlSequenceNode Sequence(YamlMappingNode map, string key) => Find(map, key) switch
    {
        null => [],
        YamlSequenceNode sequence => sequence,
        var other => throw new YamlException(other.Start, other.End, $"'{key}' must be a list"),
    };

    private static YamlMappingNode Map(YamlNode node) =>
        node as YamlMappingNode ?? throw new YamlException(node.Start, node.End, "a mapping was expected");

    private static YamlNode? Find(YamlMappingNode map, string key) =>
        map.Children.TryGetValue(new YamlScalarNode(key), out var node) ? node : null;

    private static void Allow(YamlMappingNode map, params string[] keys)
    {
        foreach (var key in map.Children.Keys.OfType<YamlScalarNode>().Where(key => !keys.Contains(key.Value)))
        {
            throw new YamlException(key.Start, key.End, $"'{key.Value}' is unknown; expected {string.Join(", ", keys)}");
        }
    }
}
