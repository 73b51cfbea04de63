using SgWatch.Incidents;

namespace SgWatch.Tests.Incidents;

public sealed class IncidentIdTests
{
    [Theory]
    [InlineData("inc-0123456789abcdef", true)]
    [InlineData("inc-0123456789abcde", false)]
    [InlineData("inc-0123456789abcdef0", false)]
    [InlineData("inc-0123456789ABCDEF", false)]
    [InlineData("inc-0123456789abcde g", false)]
    [InlineData("sg-00123456789abcdef", false)]
    [InlineData("", false)]
    public void An_id_has_16_hexadecimal_digits(string text, bool isOne) => Assert.Equal(isOne, IncidentId.IsOne(text));

    [Fact]
    public void What_is_made_is_an_id() => Assert.True(IncidentId.IsOne(IncidentId.After("inc-0123456789abcdef")));
}
