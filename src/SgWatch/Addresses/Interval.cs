using System.Numerics;

namespace SgWatch.Addresses;

/// <summary>A range of unsigned numbers.</summary>
/// <remarks>Default: the one number 0.</remarks>
/// <typeparam name="T">The type of the numbers.</typeparam>
/// <param name="First">The lowest number, itself in the range.</param>
/// <param name="Last">The highest number, itself in the range.</param>
public readonly record struct Interval<T>(T First, T Last)
    where T : struct, IBinaryInteger<T>, IUnsignedNumber<T>, IMinMaxValue<T>;
