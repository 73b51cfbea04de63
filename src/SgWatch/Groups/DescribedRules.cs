using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json;
using SgWatch.Rules;
using SgWatch.Text;

namespace SgWatch.Groups;

/// <summary>Reads the rules that <c>describe-security-group-rules</c> prints: one pass over the tokens, few allocations.</summary>
/// <remarks>
/// A rule that isn't understood is still a rule: its peer is <see cref="Peer.Unknown"/>, with the text that was read.
/// Fields that play no part in a verdict, such as the description, are skipped.
/// Source: EC2 API Reference, SecurityGroupRule.
/// </remarks>
/// <param name="chunks">The text, from the array's <c>[</c> on.</param>
/// <param name="file">The file's name, for the positions of the rules. Null if it has none.</param>
internal sealed class DescribedRules(JsonChunks chunks, string? file)
{
    private const int RowDepth = 3; // { "SecurityGroupRules": [ { "GroupId": …

    private readonly Row _row = new();
    private readonly SourceList _list = new(file, "/SecurityGroupRules");

    // the rules of one chunk are read at once, because a reader is expensive to set up
    private readonly Queue<(string GroupId, string? OwnerId, SecurityGroupRule Rule)> _read = [];
    private Field _field;
    private int _count;
    private bool _isInside;
    private bool _isEnded;

    /// <summary>Reads the next rule, and its group. False after the last rule of the array.</summary>
    /// <exception cref="JsonException">The text is no JSON.</exception>
    public bool TryRead(out string groupId, out string? ownerId, [NotNullWhen(true)] out SecurityGroupRule? rule)
    {
        while (_read.Count == 0 && !_isEnded)
        {
            ReadChunk();
        }
        var isRead = _read.TryDequeue(out var next);
        (groupId, ownerId, rule) = isRead ? next : ("", null, null);
        return isRead;
    }

    private void ReadChunk()
    {
        var reader = chunks.Reader;
        while (!_isEnded && reader.Read())
        {
            switch (reader.TokenType)
            {
                case JsonTokenType.StartObject when reader.CurrentDepth == RowDepth - 1:
                    _row.Begin(new(_list, _count++, chunks.Offset + reader.TokenStartIndex));
                    _isInside = true;
                    break;
                case JsonTokenType.EndObject when reader.CurrentDepth == RowDepth - 1:
                    _isInside = false;
                    _read.Enqueue((_row.GroupId, _row.OwnerId, _row.ToRule()));
                    break;
                case JsonTokenType.EndArray when reader.CurrentDepth == RowDepth - 2:
                    _isEnded = true;
                    break;
                case JsonTokenType.PropertyName:
                    _field = _isInside ? Find(reader) : Field.Other;
                    break;
                case JsonTokenType.String or JsonTokenType.Number or JsonTokenType.True:
                    if (_field != Field.Other)
                    {
                        _row.Set(_field, ref reader);
                        _field = Field.Other;
                    }
                    break;
            }
        }
        chunks.Consume(reader);
        if (!_isEnded && !chunks.TryFill())
        {
            throw new JsonException("the text ends in the middle of the list of rules");
        }
    }

    private static Field Find(in Utf8JsonReader reader)
    {
        var name = reader.ValueSpan;
        return (reader.CurrentDepth, name.Length) switch
        {
            (RowDepth, 6) when name.SequenceEqual("ToPort"u8) => Field.ToPort,
            (RowDepth, 7) when name.SequenceEqual("GroupId"u8) => Field.GroupId,
            (RowDepth, 8) when name.SequenceEqual("IsEgress"u8) => Field.IsEgress,
            (RowDepth, 8) when name.SequenceEqual("FromPort"u8) => Field.FromPort,
            (RowDepth, 8) when name.SequenceEqual("CidrIpv4"u8) => Field.Peer,
            (RowDepth, 8) when name.SequenceEqual("CidrIpv6"u8) => Field.Peer,
            (RowDepth, 10) when name.SequenceEqual("IpProtocol"u8) => Field.IpProtocol,
            (RowDepth, 12) when name.SequenceEqual("PrefixListId"u8) => Field.Peer,
            (RowDepth, 12) when name.SequenceEqual("GroupOwnerId"u8) => Field.OwnerId,
            (RowDepth, 19) when name.SequenceEqual("SecurityGroupRuleId"u8) => Field.RuleId,
            (RowDepth + 1, 7) when name.SequenceEqual("GroupId"u8) => Field.Peer, // of ReferencedGroupInfo
            _ => Field.Other,
        };
    }

    private enum Field
    {
        Other,
        GroupId,
        OwnerId,
        RuleId,
        IsEgress,
        IpProtocol,
        FromPort,
        ToPort,
        Peer,
    }

    /// <summary>The fields of the rule that is being read. Texts that many rules share are kept from the rule before.</summary>
    private sealed class Row
    {
        private const int MaxPeerLength = 64; // an IPv6 block has 49 at most, an id 20 or so

        private SourcePosition _position;
        private Peer? _peer;
        private string? _unreadPeer; // a text that is no peer, or a second peer
        private string? _ruleId;
        private string? _protocol;
        private bool _isEgress;
        private int? _fromPort;
        private int? _toPort;
        private bool _hasGroupId;
        private bool _hasOwnerId;
        private string _lastGroupId = "";
        private string _lastOwnerId = "";

        public string GroupId => _hasGroupId ? _lastGroupId : "";

        public string? OwnerId => _hasOwnerId ? _lastOwnerId : null;

        public void Begin(SourcePosition position)
        {
            _position = position;
            (_peer, _unreadPeer, _ruleId, _protocol) = (null, null, null, null);
            (_isEgress, _fromPort, _toPort, _hasGroupId, _hasOwnerId) = (false, null, null, false, false);
        }

        public void Set(Field field, ref Utf8JsonReader reader)
        {
            switch (field)
            {
                case Field.IsEgress:
                    _isEgress = reader.TokenType == JsonTokenType.True;
                    break;
                case Field.FromPort:
                    _fromPort = Number(ref reader);
                    break;
                case Field.ToPort:
                    _toPort = Number(ref reader);
                    break;
                case Field.GroupId:
                    _lastGroupId = Same(ref reader, _lastGroupId);
                    _hasGroupId = true;
                    break;
                case Field.OwnerId:
                    _lastOwnerId = Same(ref reader, _lastOwnerId);
                    _hasOwnerId = true;
                    break;
                case Field.IpProtocol:
                    _protocol = reader.ValueTextEquals("tcp"u8) ? "tcp" : reader.ValueTextEquals("-1"u8) ? "-1" : Text(ref reader);
                    break;
                case Field.RuleId:
                    _ruleId = Text(ref reader);
                    break;
                case Field.Peer:
                    SetPeer(ref reader);
                    break;
            }
        }

        public SecurityGroupRule ToRule()
        {
            if (_peer is not null && _unreadPeer is null
                && IpProtocol.TryParse(_protocol, out var protocol)
                && Service.TryCreate(protocol, _fromPort, _toPort, out var service))
            {
                return new(_ruleId, _isEgress, service, _peer) { Source = _position };
            }
            var unknown = new Peer.Unknown($"{_protocol} {_fromPort}-{_toPort} {_peer} {_unreadPeer}".TrimEnd());
            return new(_ruleId, _isEgress, Service.Any, unknown) { Source = _position };
        }

        private void SetPeer(ref Utf8JsonReader reader)
        {
            Span<char> text = stackalloc char[MaxPeerLength];
            var isShort = reader is { TokenType: JsonTokenType.String, HasValueSequence: false, ValueIsEscaped: false }
                && reader.ValueSpan.Length <= MaxPeerLength;
            if (isShort && _peer is null && Peer.TryParse(text[..Encoding.UTF8.GetChars(reader.ValueSpan, text)], out _peer))
            {
                return;
            }
            _unreadPeer = Text(ref reader) ?? "";
        }

        private static string Same(ref Utf8JsonReader reader, string before) =>
            reader.TokenType == JsonTokenType.String && reader.ValueTextEquals(before) ? before : Text(ref reader) ?? "";

        private static int? Number(ref Utf8JsonReader reader) =>
            reader.TokenType == JsonTokenType.Number && reader.TryGetInt32(out var number) ? number : null;

        // half a surrogate pair ("\ud83d" alone) is JSON but no text; the JSON is then shown as it is
        private static string? Text(ref Utf8JsonReader reader)
        {
            try
            {
                return reader.TokenType == JsonTokenType.String ? reader.GetString() : null;
            }
            catch (InvalidOperationException)
            {
                return Encoding.UTF8.GetString(reader.ValueSpan);
            }
        }
    }
}
