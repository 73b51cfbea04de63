using SgWatch.Lambda.Settings;
using SgWatch.Policies;

namespace SgWatch.Lambda.Tests.Settings;

public class FunctionSettingsTests
{
    [Fact]
    public void Lambdas_own_variables_are_enough()
    {
        var settings = Read();
        Assert.Equal(("eu-west-1", PolicyMode.Enforce, true), (settings.Aws.Region, settings.Mode, settings.Unused.IsEmpty));
        Assert.Null(settings.Topic);
    }

    [Fact]
    public void The_functions_own_variables_are_read()
    {
        var settings = Read(("SGWATCH_TOPIC_ARN", "arn:aws:sns:us-east-1:111122223333:t"), ("SGWATCH_MODE", "observe"), ("SGWATCH_TABLE", "t"));
        Assert.Equal(("us-east-1", PolicyMode.Observe), (settings.Topic!.Region, settings.Mode));
        Assert.Equal(["SGWATCH_TABLE"], settings.Unused);
    }

    [Fact]
    public void The_policy_is_a_file_of_the_package()
    {
        Assert.Equal(Path.Combine("/var/task", "sgwatch.yaml"), Read(("SGWATCH_POLICY", "sgwatch.yaml"), ("LAMBDA_TASK_ROOT", "/var/task")).PolicyPath);
        Assert.Null(Read().PolicyPath);
    }

    [Fact] // a mode can only ever weaken: the policy's own stands
    public void Enforce_is_no_more_than_the_policy_says() => Assert.Equal(
        PolicyMode.Observe, (BuiltInPolicy.Instance with { Mode = PolicyMode.Observe }).AtMost(Read(("SGWATCH_MODE", "enforce")).Mode).Mode);

    [Theory]
    [InlineData("AWS_REGION", "", "AWS_REGION is not set")]
    [InlineData("SGWATCH_MODE", "off", "SGWATCH_MODE is 'off'; expected observe")]
    [InlineData("SGWATCH_TOPIC_ARN", "alerts", "SGWATCH_TOPIC_ARN is 'alerts'; expected an SNS topic's ARN")]
    [InlineData("SGWATCH_POLICY", "s3://b/p.yaml", "SGWATCH_POLICY is 's3://b/p.yaml'; expected a path in the package")]
    public void A_wrong_variable_is_named_with_what_was_expected(string name, string value, string message) => Assert.StartsWith(
        message, Assert.Throws<SettingsException>(() => Read((name, value))).Message, StringComparison.Ordinal);

    private static FunctionSettings Read(params (string Name, string Value)[] environment) => FunctionSettings.Read(name =>
        environment.Where(variable => variable.Name == name).Select(variable => variable.Value).DefaultIfEmpty(name == "AWS_REGION" ? "eu-west-1" : null).First());
}
