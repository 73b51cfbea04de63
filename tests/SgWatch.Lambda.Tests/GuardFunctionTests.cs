using System.Text.Json;
using SgWatch.Guard;

namespace SgWatch.Lambda.Tests;

public class GuardFunctionTests
{
    [Fact]
    public void An_answer_is_the_guards_own_JSON() => Assert.Equal(
        new GuardResponse([new("sg-1", GuardOutcome.Compliant)]).ToJson(),
        GuardFunction.Write(new GuardResponse([new("sg-1", GuardOutcome.Compliant)])).ToArray());

    [Fact]
    public void An_answer_that_Lambda_would_refuse_for_its_size_keeps_what_Lambda_acts_on()
    {
        var json = GuardFunction.Write(new GuardResponse([new(new('x', 7_000_000), GuardOutcome.Failed)])
        {
            IsBatch = true,
            FailedMessageIds = ["m-1", "m-2"],
        });
        using var answer = JsonDocument.Parse(json);
        Assert.Equal(("failed", true),
            (answer.RootElement.GetProperty("outcome").GetString(), answer.RootElement.GetProperty("truncated").GetBoolean()));
        Assert.Equal(["m-1", "m-2"], answer.RootElement.GetProperty("batchItemFailures").EnumerateArray()
            .Select(failure => failure.GetProperty("itemIdentifier").GetString()));
    }
}
