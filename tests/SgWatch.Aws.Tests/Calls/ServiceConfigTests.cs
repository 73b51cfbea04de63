using SgWatch.Aws.Calls;

namespace SgWatch.Aws.Tests.Calls;

public class ServiceConfigTests
{
    private static readonly AwsService[] Services =
        [AwsService.Ec2, AwsService.EventBridge, AwsService.S3, AwsService.SecurityHub, AwsService.Sns, AwsService.Sqs];

    [Theory]
    [InlineData("EC2", "eu-west-1", false, false, "https://ec2.eu-west-1.amazonaws.com/")]
    [InlineData("SNS", "us-west-2", false, false, "https://sns.us-west-2.amazonaws.com/")]
    [InlineData("SNS", "us-west-2", true, false, "https://sns-fips.us-west-2.amazonaws.com/")]
    [InlineData("SNS", "us-west-2", false, true, "https://sns.us-west-2.api.aws/")]
    [InlineData("EventBridge", "us-west-2", true, true, "https://events-fips.us-west-2.api.aws/")]
    [InlineData("SecurityHub", "cn-north-1", false, false, "https://securityhub.cn-north-1.amazonaws.com.cn/")]
    [InlineData("SQS", "cn-north-1", false, true, "https://sqs.cn-north-1.api.amazonwebservices.com.cn/")]
    [InlineData("S3", "us-west-2", true, false, "https://s3-fips.us-west-2.amazonaws.com/")]
    [InlineData("S3", "us-west-2", true, true, "https://s3-fips.dualstack.us-west-2.amazonaws.com/")]
    [InlineData("S3", "cn-north-1", false, true, "https://s3.dualstack.cn-north-1.amazonaws.com.cn/")]
    public void The_endpoint_follows_region_FIPS_and_dual_stack(string id, string region, bool isFips, bool isDualStack, string url)
    {
        var service = Services.Single(service => service.Id == id);
        var config = FakeAws.Answering(_ => "").Connect().Configure(new ServiceConfig(service), region);
        config.UseFIPSEndpoint = isFips;
        config.UseDualstackEndpoint = isDualStack;
        Assert.Equal(url, config.Url.ToString());
        Assert.Equal(url, config.DetermineServiceOperationEndpoint(null!).URL);
    }

    [Fact]
    public void An_endpoint_that_the_user_sets_is_used_as_it_is() =>
        Assert.Equal("http://127.0.0.1:4566/", new ServiceConfig(AwsService.Sns) { ServiceURL = "http://127.0.0.1:4566" }.Url.ToString());

    [Fact] // without the name the signer takes the first part of the host's name, which is wrong for a user's own endpoint
    public void The_signature_is_for_the_service_whatever_the_endpoint_is() =>
        Assert.All(Services, service => Assert.Equal(service.Name, new ServiceConfig(service).AuthenticationServiceName));
}
