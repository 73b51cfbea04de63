namespace SgWatch.Lab.Tests.Sts;

public sealed class StsServiceTests : LabFixture
{
    [Fact]
    public async Task A_session_is_who_its_key_says()
    {
        Assert.Equal("arn:aws:iam::111122223333:user/lab", (await Client.StsAsync("GetCallerIdentity")).Text("Arn"));
        var session = await Client.StsAsync("AssumeRole",
            "RoleArn=arn:aws:iam::111122223333:role/team/sgwatch&RoleSessionName=guard&DurationSeconds=900");
        Assert.Equal("2026-03-01T12:15:00Z", session.Text("Expiration"));
        using var guard = new LabClient(Lab.Url, accessKeyId: session.Text("AccessKeyId")!);
        var identity = await guard.StsAsync("GetCallerIdentity");
        Assert.Equal(("arn:aws:sts::111122223333:assumed-role/sgwatch/guard", "111122223333"),
            (identity.Text("Arn"), identity.Text("Account")));
    }

    [Theory]
    [InlineData("RoleArn=arn:aws:iam::222222222222:role/sgwatch&RoleSessionName=guard", 403, "AccessDenied")]
    [InlineData("RoleArn=sgwatch&RoleSessionName=guard", 400, "ValidationError")]
    [InlineData("RoleArn=arn:aws:iam::111122223333:role/sgwatch&RoleSessionName=a/b", 400, "ValidationError")]
    public async Task Other_roles_are_refused(string parameters, int status, string code)
    {
        var reply = await Client.StsAsync("AssumeRole", parameters);
        Assert.Equal((status, code), (reply.Status, reply.Code));
    }
}
