using System.Collections.Immutable;
using System.Text.Json;
using SgWatch.Rules;
using SgWatch.Text;

namespace SgWatch.Groups;

/// <summary>Reads what the AWS CLI prints for <c>describe-security-groups</c> and <c>describe-security-group-rules</c>.</summary>
/// <param name="chunks">The text.</param>
/// <param name="file">The file's name, for the positions of the rules. Null if it has none.</param>
/// <param name="isGrouped">
/// True if the rules of each group follow one another: a group is then given, and forgotten, as soon as its last rule was read.
/// EC2 lists rules in any order, so otherwise all rules are read first.
/// </param>
internal sealed class DescribedDocument(JsonChunks chunks, string? file, bool isGrouped)
{
    private const int ElementDepth = 2; // { "SecurityGroups": [ { …
    private const int MaxProblemLength = 300;

    private enum Section
    {
        End,
        Groups,
        Rules,
    }

    /// <summary>True if the first bytes of a text are those of such a document.</summary>
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
            // the reader of JSON lines reports where it is wrong
        }
        return false;
    }

    /// <summary>Reads the groups in order. A mistake in the JSON ends them.</summary>
    public IEnumerable<GroupInput> Read()
    {
        using var all = ReadSections().GetEnumerator();
        while (true)
        {
            GroupInput? mistake = null;
            try
            {
                if (!all.MoveNext())
                {
                    yield break;
                }
            }
            catch (JsonException problem)
            {
                mistake = new GroupInput.Mistake(
                    $"line {problem.LineNumber + 1 ?? 1}",
                    $"expected JSON as the AWS CLI prints it: {SafeText.Excerpt(problem.Message, MaxProblemLength)}");
            }
            yield return mistake ?? all.Current;
            if (mistake is not null)
            {
                yield break;
            }
        }
    }

    private IEnumerable<GroupInput> ReadSections()
    {
        while (true)
        {
            switch (NextSection())
            {
                case Section.Groups:
                    for (var i = 0; TryReadGroup(out var element, out var offset); i++)
                    {
                        yield return Input(DescribedGroup.Read(element, file, $"/SecurityGroups/{i}", offset));
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

    private IEnumerable<GroupInput> ReadRules()
    {
        var rules = new DescribedRules(chunks, file);
        return isGrouped ? ReadGrouped(rules) : ReadAll(rules);
    }

    private static IEnumerable<GroupInput> ReadAll(DescribedRules rules)
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

    // a group in two places would be judged as two halves, so it is a mistake
    private static IEnumerable<GroupInput> ReadGrouped(DescribedRules rules)
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
                    throw new JsonException($"the rules of {SafeText.Excerpt(nextId)} stand in several places; leave --grouped out");
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

    private static GroupInput Gather(string groupId, string? ownerId, ImmutableArray<SecurityGroupRule>.Builder rules)
    {
        var all = rules.ToImmutable();
        rules.Clear();
        return Input(new SecurityGroup(groupId, "") { OwnerId = ownerId, Rules = all });
    }

    private static GroupInput Input(SecurityGroup group) => group.GroupId.Length > 0
        ? new GroupInput.Group(group, PrefixLists.None)
        : new GroupInput.Mistake("a group", "expected a GroupId in every group and rule");

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
                    break; // the array's [ is the first token that the section's reader gets
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

    private bool TryReadGroup(out JsonElement element, out long offset)
    {
        while (true)
        {
            var reader = chunks.Reader;
            while (reader.Read())
            {
                if (reader.TokenType == JsonTokenType.EndArray && reader.CurrentDepth == ElementDepth - 1)
                {
                    chunks.Consume(reader);
                    (element, offset) = (default, 0);
                    return false;
                }
                if (reader.TokenType == JsonTokenType.StartObject && reader.CurrentDepth == ElementDepth)
                {
                    break;
                }
                chunks.Consume(reader);
                reader = chunks.Reader;
            }
            offset = chunks.Offset + reader.TokenStartIndex;
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
