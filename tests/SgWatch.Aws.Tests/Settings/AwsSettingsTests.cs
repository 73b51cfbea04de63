using SgWatch.Aws.Settings;

namespace SgWatch.Aws.Tests.Settings;

public class AwsSettingsTests
{
    [Fact]
    public void The_settings_are_those_of_the_AWS_CLI()
    {
        var settings = Read(("AWS_REGION", "eu-west-1"), ("AWS_DEFAULT_REGION", "us-east-1"), ("AWS_ACCESS_KEY_ID", "a"),
            ("AWS_SECRET_ACCESS_KEY", "s"), ("AWS_SESSION_TOKEN", "t"), ("AWS_CA_BUNDLE", "/b.pem"));
        Assert.Equal(new AwsSettings
        {
            Region = "eu-west-1",
            AccessKeyId = "a",
            SecretAccessKey = "s",
            SessionToken = "t",
            CaBundle = "/b.pem",
        }, settings);
        Assert.Equal("us-east-1", Read(("AWS_DEFAULT_REGION", "us-east-1"), ("AWS_REGION", "")).Region);
        Assert.Equal(new AwsSettings(), Read());
    }

    [Fact]
    public void The_secret_is_never_printed() => Assert.DoesNotContain(
        "hidden", Read(("AWS_SECRET_ACCESS_KEY", "hidden"), ("AWS_SESSION_TOKEN", "hidden")).ToString(), StringComparison.Ordinal);

    private static AwsSettings Read(params (string Name, string Value)[] environment) =>
        AwsSettings.FromEnvironment(name => environment.FirstOrDefault(variable => variable.Name == name).Value);
}
