namespace SgWatch.Addresses;

/// <summary>Reads decimal numbers as addresses have them: ASCII digits without sign, space or leading zero.</summary>
internal static class StrictDecimal
{
    /// <summary>Reads a number from 0 to <paramref name="max"/>. False for anything else.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, int max, out int value)
    {
        value = 0;
        var number = 0; // nine digits at most, so it can't overflow
        if (text.IsEmpty || text.Length > 9 || (text.Length > 1 && text[0] == '0'))
        {
            return false;
        }
        foreach (var digit in text)
        {
            if (!char.IsAsciiDigit(digit))
            {
                return false;
            }
            number = (number * 10) + (digit - '0');
        }
        value = number <= max ? number : 0;
        return number <= max;
    }
}
