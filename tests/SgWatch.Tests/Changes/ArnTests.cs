using SgWatch.Changes;

namespace SgWatch.Tests.Changes;

public class ArnTests
{
    [Theory]
    [InlineData("arn:aws:sns:eu-west-1:111122223333:sgwatch", "aws", "sns", "eu-west-1", "111122223333", "sgwatch")]
    [InlineData("arn:aws-cn:lambda:cn-north-1:111122223333:function:a:1", "aws-cn", "lambda", "cn-north-1", "111122223333", "function:a:1")]
    [InlineData("arn:aws:iam::111122223333:role/a/b", "aws", "iam", null, "111122223333", "role/a/b")]
    [InlineData("arn:aws:s3:::bucket/key", "aws", "s3", null, null, "bucket/key")]
    public void An_ARN_is_read_in_its_parts_and_written_back(
        string text, string partition, string service, string? region, string? account, string resource)
    {
        Assert.True(Arn.TryParse(text, out var arn));
        Assert.Equal(new Arn(partition, service, region, account, resource), arn);
        Assert.Equal(text, arn.ToString());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("sgwatch")]
    [InlineData("arn:aws:sns:eu-west-1:111122223333:")]
    [InlineData("arn:aws:sns:eu-west-1:111122223333")]
    [InlineData("arn::sns:eu-west-1:111122223333:sgwatch")]
    [InlineData("arn:aws::eu-west-1:111122223333:sgwatch")]
    [InlineData("arn:aws:sns:evil.example/:111122223333:sgwatch")]
    [InlineData("arn:aws:sns:eu-west-1:1111:sgwatch")]
    [InlineData("arn:aws:sns:eu-west-1:1111222233x3:sgwatch")]
    [InlineData("urn:aws:sns:eu-west-1:111122223333:sgwatch")]
    public void Any_other_text_is_no_ARN(string? text) => Assert.False(Arn.TryParse(text, out _));
}
