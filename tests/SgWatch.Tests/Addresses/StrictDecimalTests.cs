using System.Globalization;
using CsCheck;
using SgWatch.Addresses;

namespace SgWatch.Tests.Addresses;

public sealed class StrictDecimalTests
{
    [Fact]
    public void A_number_reads_exactly_if_it_is_written_as_it_prints() =>
        Gen.Select(Gen.Char["0123456789+- .x\u0661"].Array[0, 5], Gen.Int[0, 99999]).Holds(pair =>
    {
        var text = new string(pair.Item1);
        var expected = int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && number.ToString(CultureInfo.InvariantCulture) == text && number <= pair.Item2;
        return StrictDecimal.TryParse(text, pair.Item2, out var value) == expected && value == (expected ? number : 0);
    });

    [Theory]
    [InlineData("2147483648")]
    [InlineData("4294967297")]
    [InlineData("18446744073709551617")]
    public void A_number_too_large_does_not_wrap(string text) => Assert.False(StrictDecimal.TryParse(text, int.MaxValue, out _));
}
