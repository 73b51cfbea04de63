using SgWatch.Aws.Sns;

namespace SgWatch.Aws.Tests.Sns;

public class TopicArnTests
{
    [Theory]
    [InlineData("arn:aws:sns:eu-west-1:111122223333:sgwatch", "eu-west-1")]
    [InlineData("arn:aws-cn:sns:cn-north-1:111122223333:sgwatch.fifo", "cn-north-1")]
    public void A_topics_ARN_has_its_region(string text, string region)
    {
        Assert.True(TopicArn.TryParse(text, out var arn));
        Assert.Equal((text, region), (arn.Text, arn.Region));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("sgwatch")]
    [InlineData("arn:aws:sqs:eu-west-1:111122223333:sgwatch")]
    [InlineData("arn:aws:sns:eu-west-1:1111:sgwatch")]
    [InlineData("arn:aws:sns:eu-west-1:111122223333:")]
    [InlineData("arn:aws:sns:evil.example/:111122223333:sgwatch")]
    [InlineData("arn:aws:sns:eu-west-1:111122223333:sgwatch:0a1b")] // a subscription
    public void Anything_else_is_no_topic(string? text) => Assert.False(TopicArn.TryParse(text, out _));
}
