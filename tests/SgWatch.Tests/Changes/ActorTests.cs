using SgWatch.Changes;

namespace SgWatch.Tests.Changes;

public sealed class ActorTests
{
    private const string Role = "arn:aws:iam::111122223333:role/ci/deploy";

    [Theory]
    [InlineData("arn:aws:iam::111122223333:user/alice", "arn:aws:iam::111122223333:user/alice")]
    [InlineData("arn:aws:iam::111122223333:root", "arn:aws:iam::111122223333:root")]
    [InlineData("arn:aws:sts::111122223333:assumed-role/deploy/alice", "arn:aws:sts::111122223333:assumed-role/deploy")]
    [InlineData("arn:aws:sts::111122223333:assumed-role/deploy/a/b", "arn:aws:sts::111122223333:assumed-role/deploy")]
    [InlineData("arn:aws:sts::111122223333:assumed-role/deploy", "arn:aws:sts::111122223333:assumed-role/deploy")]
    [InlineData("arn:aws-cn:sts::111122223333:assumed-role/deploy/alice", "arn:aws-cn:sts::111122223333:assumed-role/deploy")]
    public void A_principal_is_its_ARN_without_the_name_of_its_session(string arn, string principal) =>
        Assert.Equal([principal], new Actor { Arn = arn }.Principals);

    [Fact]
    public void A_federated_user_chose_its_name_so_only_its_issuer_counts() => Assert.Equal(
        [Role], new Actor { Arn = "arn:aws:sts::111122223333:federated-user/deploy", SessionIssuerArn = Role }.Principals);

    [Fact]
    public void A_session_is_its_role_too() => Assert.Equal(
        ["arn:aws:sts::111122223333:assumed-role/deploy", Role],
        new Actor { Arn = "arn:aws:sts::111122223333:assumed-role/deploy/x", SessionIssuerArn = Role }.Principals);

    [Theory]
    [InlineData("elasticmapreduce.amazonaws.com", true)]
    [InlineData("ec2.amazonaws.com.cn", true)]
    [InlineData("AWS Internal", false)]
    [InlineData("203.0.113.7", false)]
    [InlineData("amazonaws.com.evil.example", false)]
    [InlineData("a/b.amazonaws.com", false)]
    public void A_service_is_its_host(string host, bool isService)
    {
        Assert.Equal(isService ? [host] : [], new Actor { Type = "AWSService", InvokedBy = host }.Principals);
        Assert.Equal(isService ? [host] : [], new Actor { SourceIpAddress = host }.Principals);
        Assert.Empty(new Actor { UserAgent = host, Arn = null }.Principals); // the caller writes it
    }
}
