using System.Text;
using SgWatch.Events;

namespace SgWatch.Tests.Events;

public sealed class ManualCallReaderTests
{
    [Theory]
    [InlineData(
        """{"sgwatch":"sweep","continueAt":"abc==","hops":3,"restarts":1}""",
        "Sweep -/-: every group from abc==, hop 3, restart 1 new none")]
    [InlineData("""{"sgwatch":"sweep","continueAt":""}""", "Sweep -/-: every group new none")]
    [InlineData("""{"sgwatch":"sweep","continueAt":{}}""", "Sweep -/-: every group new none")]
    [InlineData("""{"sgwatch":"sweep","continueAt":["a"]}""", "ignored: sgwatch 'sweep', continueAt: expected a token of a listing")]
    [InlineData("""{"sgwatch":"sweep","hops":-1}""", "ignored: sgwatch 'sweep': hops and restarts are numbers from 0")]
    [InlineData(
        """{"sgwatch":"sweep","accounts":["111122223333","123456789012","111122223333"],"regions":["eu-west-1"]}""",
        "sweep of 111122223333 123456789012 in eu-west-1, pause ")]
    [InlineData(
        """{"sgwatch":"sweep","accounts":["111122223333"],"regions":["eu-west-1"],"pause":9000}""",
        "sweep of 111122223333 in eu-west-1, pause 900")]
    [InlineData(
        """{"sgwatch":"sweep","accounts":["1"],"regions":["eu-west-1"]}""",
        "ignored: sgwatch 'sweep' of '1': expected accounts of 12 digits, in quotes, and regions such as 'eu-west-1'")]
    [InlineData(
        """{"sgwatch":"sweep","accounts":["111122223333"]}""",
        "ignored: sgwatch 'sweep' of many: expected 'accounts' (1 to 20000) and 'regions' (1 to 64), and neither 'account' nor 'region'")]
    public void A_sweep_continues_or_is_of_several_accounts(string message, string expected) =>
        Assert.Equal(expected, TriggerText.Of(Assert.Single(EventReader.Read(Encoding.UTF8.GetBytes(message))).Trigger));
}
