using System.Security.Cryptography;
using SgWatch.Aws.Trust;

namespace SgWatch.Aws.Tests.Trust;

public class AmazonRootsTests
{
    [Theory] // as Amazon Trust Services publishes them
    [InlineData("CN=Amazon Root CA 1,", "8ecde6884f3d87b1125ba31ac3fcb13d7016de7f57cc904fe1cb97c6ae98196e", 2038)]
    [InlineData("CN=Amazon Root CA 2,", "1ba5b2aa8c65401a82960118f80bec4f62304d83cec4713a19c39c011ea46db4", 2040)]
    [InlineData("CN=Amazon Root CA 3,", "18ce6cfe7bf14e60b2e347b8dfe868cb31d02ebb3ada271569f50343b46db3a4", 2040)]
    [InlineData("CN=Amazon Root CA 4,", "e35d28419ed02025cfa69038cd623962458da5c695fbdea3c22b0bfb25897092", 2040)]
    [InlineData(
        "CN=Starfield Services Root Certificate Authority - G2,", "568d6905a2c88708a4b3025190edcfedb1974a606a13c6e5290fcb2ae63edab5", 2037)]
    public void The_roots_are_those_that_Amazon_publishes(string name, string fingerprint, int expires)
    {
        var root = Assert.Single(AmazonRoots.Load(), certificate => certificate.Subject.StartsWith(name, StringComparison.Ordinal));
        Assert.Equal(fingerprint, Convert.ToHexStringLower(root.GetCertHash(HashAlgorithmName.SHA256)));
        Assert.Equal(expires, root.NotAfter.ToUniversalTime().Year);
    }

    [Fact]
    public void There_are_no_others() => Assert.Equal(5, AmazonRoots.Load().Count);

    [Theory]
    [InlineData("ec2.eu-west-1.amazonaws.com", true)]
    [InlineData("EC2.eu-west-1.AMAZONAWS.com", true)]
    [InlineData("ec2.cn-north-1.amazonaws.com.cn", true)]
    [InlineData("ec2.eu-west-1.api.aws", true)]
    [InlineData("amazonaws.com.evil.example", false)]
    [InlineData("evilamazonaws.com", false)]
    [InlineData("localhost", false)]
    public void Only_hosts_of_AWS_are_checked_against_them(string host, bool expected) => Assert.Equal(expected, AmazonRoots.Cover(host));
}
