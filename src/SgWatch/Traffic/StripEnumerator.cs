namespace SgWatch.Traffic;

/// <summary>Goes through the bands of two sets at once, in ascending strips of points on which neither set's peers change.</summary>
/// <remarks>Points that are in neither set are left out. A set without a band on a strip has no peers there.</remarks>
internal ref struct StripEnumerator(ReadOnlySpan<Band> left, ReadOnlySpan<Band> right)
{
    private const uint Done = uint.MaxValue; // beyond the last point of FlowSpace

    private readonly ReadOnlySpan<Band> _left = left;
    private readonly ReadOnlySpan<Band> _right = right;
    private int _i;
    private int _j;
    private uint _next;

    public uint First { get; private set; }

    public uint Last { get; private set; }

    public PeerSet Left { get; private set; }

    public PeerSet Right { get; private set; }

    public bool MoveNext()
    {
        var nextLeft = _i < _left.Length ? Math.Max(_left[_i].First, _next) : Done;
        var nextRight = _j < _right.Length ? Math.Max(_right[_j].First, _next) : Done;
        First = Math.Min(nextLeft, nextRight);
        if (First == Done)
        {
            return false;
        }
        var (inLeft, inRight) = (nextLeft == First, nextRight == First);
        Last = Math.Min(inLeft ? _left[_i].Last : nextLeft - 1, inRight ? _right[_j].Last : nextRight - 1);
        Left = inLeft ? _left[_i].Peers : default;
        Right = inRight ? _right[_j].Peers : default;
        _next = Last + 1;
        _i += inLeft && _left[_i].Last == Last ? 1 : 0;
        _j += inRight && _right[_j].Last == Last ? 1 : 0;
        return true;
    }
}
