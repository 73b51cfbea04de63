using System.Collections.Immutable;
using System.Text.Json;
using SgWatch.Rules;

namespace SgWatch.Cli.Judging;

/// <summary>Reads what the AWS CLI prints, group by group as it comes: <c>describe-security-groups</c> or <c>describe-security-group-rules</c>.</summary>
/// <param name="chunks">The text.</param>
/// <param name="isGrouped">Whether the rules of each group stand together, so that each group can be judged when its last rule was read, and forgotten.
/// Without that, for EC2 lists rules in any order, all rules are read first.</param>
internal sealed class DescribedDocument(JsonChunks chunks, bool isGrouped)
{
    private const int ElementDepth = 2; // { "SecurityGroups": [ { …

    private enum Section
    {
        End,
        Groups,
        Rules,
    }

    /// <summary>Whether the first bytes of a text are those of such a document.</summary>
    public static bool IsDescribed(ReadOnlySpan<byte> start)
    {
        var reader = new Utf8JsonReader(start, isFinalBlock: false, default);
        try
        {
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            {
                return false;
            }
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                if (reader.ValueTextEquals("SecurityGroups"u8) || reader.ValueTextEquals("SecurityGroupRules"u8))
                {
                    return true;
                }
                if (!reader.Read() || !reader.TrySkip())
                {
                    return false;
                }
            }
        }
        catch (JsonException)
        {
            // the reader of lines says where it is wrong
        }
        return false;
    }

    /// <summary>The groups, in order. A mistake in the JSON ends them.</summary>
    public IEnumerable<JudgeInput> Read()
    {
        using var all = ReadSections().GetEnumerator();
        while (true)
        {
            JudgeInput? mistake = null;
            try
            {
                if (!all.MoveNext())
                {
                    yield break;
                }
            }
            catch (JsonException problem)
            {
                mistake = new JudgeInput.Mistake($"line {problem.LineNumber + 1 ?? 1}", $"expected JSON as the AWS CLI prints it: {problem.Message}");
            }
            yield return mistake ?? all.Current;
            if (mistake is not null)
            {
                yield break;
            }
        }
    }

    private IEnumerable<JudgeInput> ReadSections()
    {
        while (true)
        {
            switch (NextSection())
            {
                case Section.Groups:
                    while (TryReadGroup(out var element))
                    {
                        yield return Input(DescribedGroup.Read(element));
                    }
                    break;
                case Section.Rules:
                    foreach (var input in ReadRules())
                    {
                        yield return input;
                    }
                    break;
                default:
                    yield break;
            }
        }
    }

    private IEnumerable<JudgeInput> ReadRules()
    {
        var rules = new DescribedRules(chunks);
        return isGrouped ? ReadGrouped(rules) : ReadAll(rules);
    }

    private static IEnumerable<JudgeInput> ReadAll(DescribedRules rules)
    {
        var groups = new OrderedDictionary<string, (string? OwnerId, ImmutableArray<SecurityGroupRule>.Builder Rules)>();
        while (rules.TryRead(out var groupId, out var ownerId, out var rule))
        {
            if (!groups.TryGetValue(groupId, out var group))
            {
                group = (ownerId, ImmutableArray.CreateBuilder<SecurityGroupRule>());
                groups.Add(groupId, group);
            }
            group.Rules.Add(rule);
        }
        return groups.Select(group => Gather(group.Key, group.Value.OwnerId, group.Value.Rules));
    }

    // a group that comes twice would be judged twice by halves, so that is a mistake
    private static IEnumerable<JudgeInput> ReadGrouped(DescribedRules rules)
    {
        var read = new HashSet<string>(StringComparer.Ordinal);
        var group = ImmutableArray.CreateBuilder<SecurityGroupRule>();
        string? groupId = null;
        string? ownerId = null;
        while (rules.TryRead(out var nextId, out var nextOwner, out var rule))
        {
            if (nextId != groupId)
            {
                if (groupId is not null)
                {
                    yield return Gather(groupId, ownerId, group);
                }
                if (!read.Add(nextId))
                {
                    throw new JsonException($"the rules of {nextId} stand in several places; leave --grouped out");
                }
                (groupId, ownerId) = (nextId, nextOwner);
            }
            group.Add(rule);
        }
        if (groupId is not null)
        {
            yield return Gather(groupId, ownerId, group);
        }
    }

    private static JudgeInput Gather(string groupId, string? ownerId, ImmutableArray<SecurityGroupRule>.Builder rules)
    {
        var all = rules.ToImmutable();
        rules.Clear();
        return Input(new SecurityGroup(groupId, "") { OwnerId = ownerId, Rules = all });
    }

    private static JudgeInput Input(SecurityGroup group) => group.GroupId.Length > 0
        ? new JudgeInput.Group(group, PrefixLists.None)
        : new JudgeInput.Mistake("a group", "expected a GroupId on every group and rule");

    private Section NextSection()
    {
        while (true)
        {
            var reader = chunks.Reader;
            var found = Section.End;
            while (reader.Read())
            {
                if (reader.CurrentDepth == ElementDepth - 1 && reader.TokenType == JsonTokenType.PropertyName)
                {
                    found = reader.ValueTextEquals("SecurityGroups"u8) ? Section.Groups
                        : reader.ValueTextEquals("SecurityGroupRules"u8) ? Section.Rules
                        : Section.End;
                }
                if (found != Section.End)
                {
                    break; // the array's own [ is the first token of its reader
                }
            }
            chunks.Consume(reader);
            if (found != Section.End)
            {
                return found;
            }
            if (!chunks.TryFill())
            {
                return Section.End;
            }
        }
    }

    private bool TryReadGroup(out JsonElement element)
    {
        while (true)
        {
            var reader = chunks.Reader;
            while (reader.Read())
            {
                if (reader.TokenType == JsonTokenType.EndArray && reader.CurrentDepth == ElementDepth - 1)
                {
                    chunks.Consume(reader);
                    element = default;
                    return false;
                }
                if (reader.TokenType == JsonTokenType.StartObject && reader.CurrentDepth == ElementDepth)
                {
                    break;
                }
                chunks.Consume(reader);
                reader = chunks.Reader;
            }
            if (reader.TokenType == JsonTokenType.StartObject && JsonDocument.TryParseValue(ref reader, out var document))
            {
                using (document)
                {
                    element = document.RootElement.Clone();
                }
                chunks.Consume(reader);
                return true;
            }
            if (!chunks.TryFill())
            {
                throw new JsonException("the text ends in the middle of the list of groups");
            }
        }
    }
}
