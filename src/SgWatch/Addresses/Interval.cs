using System.Numerics;

namespace SgWatch.Addresses;

/// <summary>The numbers from <paramref name="First"/> to <paramref name="Last"/>, both in it.</summary>
/// <remarks>Default: the one number 0.</remarks>
public readonly record struct Interval<T>(T First, T Last)
    where T : struct, IBinaryInteger<T>, IUnsignedNumber<T>, IMinMaxValue<T>;
