using SgWatch.Lambda.Logs;
using SgWatch.Lambda.Settings;
using SgWatch.Policies;

namespace SgWatch.Lambda.Tests.Settings;

public class FunctionSettingsTests
{
    [Fact]
    public void Lambdas_own_variables_are_enough()
    {
        var settings = Read();
        Assert.Equal(("eu-west-1", PolicyMode.Enforce, null), (settings.Aws.Region, settings.Mode, settings.Table));
        Assert.Null(settings.Topic);
    }

    [Fact]
    public void The_functions_own_variables_are_read()
    {
        var settings = Read(("SGWATCH_TOPIC_ARN", "arn:aws:sns:us-east-1:111122223333:t"), ("SGWATCH_MODE", "observe"),
            ("SGWATCH_TABLE", "t"), ("SGWATCH_MEMBER_ROLE", "r"));
        Assert.Equal(("us-east-1", PolicyMode.Observe), (settings.Topic!.Region, settings.Mode));
        Assert.Equal("t", settings.Table);
    }

    [Fact]
    public void The_queue_and_the_role_of_the_members_are_read()
    {
        var settings = Read(
            ("SGWATCH_QUEUE_URL", "https://sqs.eu-west-1.amazonaws.com/111122223333/sgwatch"),
            ("SGWATCH_MEMBER_ROLE", "security/sgwatch-member"), ("SGWATCH_EXTERNAL_ID", "0a1b:c"));
        Assert.Equal(new("https://sqs.eu-west-1.amazonaws.com/111122223333/sgwatch"), settings.Queue);
        Assert.Equal(new("security/sgwatch-member", "0a1b:c"), settings.Member);
        Assert.Equal((null, null), (Read().Queue, Read().Member));
    }

    [Fact]
    public void The_memorys_copy_and_the_time_of_deployment_are_read()
    {
        var settings = Read(
            ("SGWATCH_TABLE", "t"), ("SGWATCH_BASELINE_COPY", "s3://policies/baseline"), ("SGWATCH_DEPLOYED_AT", "2026-11-28T12:00:00Z"));
        Assert.Equal(("policies", "baseline"), (settings.BaselineCopy!.Bucket, settings.BaselineCopy.Key));
        Assert.Equal(new DateTimeOffset(2026, 11, 28, 12, 0, 0, TimeSpan.Zero), settings.DeployedAt);
        Assert.Equal((null, null), (Read().BaselineCopy, Read().DeployedAt));
    }

    [Fact]
    public void A_copy_without_a_table_is_a_mistake() => Assert.StartsWith("SGWATCH_BASELINE_COPY is set, and SGWATCH_TABLE is not",
        Assert.Throws<SettingsException>(() => Read(("SGWATCH_BASELINE_COPY", "s3://policies/baseline"))).Message,
        StringComparison.Ordinal);

    [Theory]
    [InlineData("s3://policies")]
    [InlineData("policies/baseline")]
    [InlineData("s3://policies/baseline?versionId=v")]
    public void The_copies_are_below_a_prefix_in_a_bucket(string prefix) => Assert.Equal(
        $"SGWATCH_BASELINE_COPY is '{prefix}'; expected s3://BUCKET/PREFIX.",
        Assert.Throws<SettingsException>(() => Read(("SGWATCH_TABLE", "t"), ("SGWATCH_BASELINE_COPY", prefix))).Message);

    [Fact]
    public void Who_is_notified_beside_people_is_read()
    {
        var settings = Read(("SGWATCH_EVENT_BUS", "security"), ("SGWATCH_FINDINGS", "security-hub, ocsf"));
        Assert.Equal(("security", true, true), (settings.EventBus!.Text, settings.HasSecurityHub, settings.HasOcsf));
        Assert.Equal((true, false),
            (Read(("SGWATCH_FINDINGS", "security-hub")).HasSecurityHub, Read(("SGWATCH_FINDINGS", "security-hub")).HasOcsf));
        Assert.Equal((null, false, false), (Read().EventBus, Read().HasSecurityHub, Read().HasOcsf));
    }

    [Theory]
    [InlineData(null, LogLevel.Info)]
    [InlineData("debug", LogLevel.Debug)]
    [InlineData("info", LogLevel.Info)]
    [InlineData("warn", LogLevel.Warn)]
    [InlineData("error", LogLevel.Error)]
    internal void The_level_of_the_log_is_read(string? value, LogLevel level) =>
        Assert.Equal(level, value is null ? Read().LogLevel : Read(("SGWATCH_LOG_LEVEL", value)).LogLevel);

    [Fact]
    public void The_policy_is_a_file_of_the_package()
    {
        Assert.Equal(Path.Combine("/var/task", "sgwatch.yaml"),
            Read(("SGWATCH_POLICY", "sgwatch.yaml"), ("LAMBDA_TASK_ROOT", "/var/task")).PolicyPath);
        Assert.Null(Read().PolicyPath);
    }

    [Fact]
    public void The_policy_is_an_object_in_S3_and_its_bytes_have_a_hash()
    {
        var hash = new string('A', 64);
        var settings = Read(("SGWATCH_POLICY", "s3://policies/guard/sgwatch.yaml?versionId=v1"), ("SGWATCH_POLICY_SHA256", hash));
        Assert.Equal(("policies", "guard/sgwatch.yaml", "v1"),
            (settings.PolicyObject!.Bucket, settings.PolicyObject.Key, settings.PolicyObject.VersionId));
        Assert.Equal((null, new string('a', 64)), (settings.PolicyPath, settings.PolicySha256));
        Assert.Null(Read(("SGWATCH_POLICY", "sgwatch.yaml")).PolicyObject);
    }

    [Fact]
    public void A_hash_without_a_policy_is_a_mistake() => Assert.StartsWith("SGWATCH_POLICY_SHA256 is set, and SGWATCH_POLICY is not",
        Assert.Throws<SettingsException>(() => Read(("SGWATCH_POLICY_SHA256", new('0', 64)))).Message, StringComparison.Ordinal);

    [Fact]
    public void A_hash_is_64_hexadecimal_digits() => Assert.StartsWith("SGWATCH_POLICY_SHA256 is 'abc'; expected the file's SHA-256",
        Assert.Throws<SettingsException>(
            () => Read(("SGWATCH_POLICY", "p.yaml"), ("SGWATCH_POLICY_SHA256", "abc"))).Message, StringComparison.Ordinal);

    [Fact] // a mode can only ever weaken: the policy's own stands
    public void Enforce_is_no_more_than_the_policy_says() => Assert.Equal(
        PolicyMode.Observe, (BuiltInPolicy.Instance with { Mode = PolicyMode.Observe }).AtMost(
            Read(("SGWATCH_MODE", "enforce")).Mode).Mode);

    [Fact]
    public void A_quota_that_a_person_gives_is_a_number() => Assert.Equal(
        (200, null), (Read(("SGWATCH_RULES_PER_GROUP", "200")).RulesPerGroup, Read().RulesPerGroup));

    [Theory]
    [InlineData("AWS_REGION", "", "AWS_REGION is not set")]
    [InlineData("SGWATCH_MODE", "off", "SGWATCH_MODE is 'off'; expected observe")]
    [InlineData("SGWATCH_TOPIC_ARN", "alerts", "SGWATCH_TOPIC_ARN is 'alerts'; expected an SNS topic's ARN")]
    [InlineData("SGWATCH_POLICY", "s3://b/p.yaml", "SGWATCH_POLICY is 's3://b/p.yaml'; expected s3://BUCKET/KEY")]
    [InlineData("SGWATCH_POLICY", "https://example.com/p.yaml", "SGWATCH_POLICY is 'https://example.com/p.yaml'; expected s3://BUCKET/KEY")]
    [InlineData("SGWATCH_QUEUE_URL", "sgwatch", "SGWATCH_QUEUE_URL is 'sgwatch'; expected a queue's URL")]
    [InlineData("SGWATCH_MEMBER_ROLE", "arn:aws:iam::1:role/x", "SGWATCH_MEMBER_ROLE is 'arn:aws:iam::1:role/x'; expected a role's name")]
    [InlineData("SGWATCH_EVENT_BUS", "a bus", "SGWATCH_EVENT_BUS is 'a bus'; expected an event bus's name, such as default, or its ARN")]
    [InlineData("SGWATCH_FINDINGS", "security-hub,csv", "SGWATCH_FINDINGS has 'csv'; expected security-hub, ocsf")]
    [InlineData("SGWATCH_FINDINGS", "ocsf", "SGWATCH_FINDINGS has ocsf, and SGWATCH_EVENT_BUS is not set")]
    [InlineData("SGWATCH_EXTERNAL_ID", "a b", "SGWATCH_EXTERNAL_ID is not one")]
    [InlineData("SGWATCH_LOG_LEVEL", "verbose", "SGWATCH_LOG_LEVEL is 'verbose'; expected debug, info, warn or error.")]
    [InlineData("SGWATCH_RULES_PER_GROUP", "0", "SGWATCH_RULES_PER_GROUP is '0'; expected 1 to 1000.")]
    [InlineData("SGWATCH_RULES_PER_GROUP", "1001", "SGWATCH_RULES_PER_GROUP is '1001'; expected 1 to 1000.")]
    [InlineData("SGWATCH_RULES_PER_GROUP", "many", "SGWATCH_RULES_PER_GROUP is 'many'; expected 1 to 1000.")]
    [InlineData("SGWATCH_DEPLOYED_AT", "yesterday", "SGWATCH_DEPLOYED_AT is 'yesterday'; expected a time in ISO 8601")]
    [InlineData("SGWATCH_LOG_LEVEL", "DEBUG", "SGWATCH_LOG_LEVEL is 'DEBUG'; expected debug, info, warn or error.")]
    public void A_wrong_variable_is_named_with_what_was_expected(string name, string value, string message) => Assert.StartsWith(
        message, Assert.Throws<SettingsException>(() => Read((name, value))).Message, StringComparison.Ordinal);

    private static FunctionSettings Read(params (string Name, string Value)[] environment) => FunctionSettings.Read(name =>
        environment.Where(variable => variable.Name == name).Select(variable => variable.Value).DefaultIfEmpty(
            name == "AWS_REGION" ? "eu-west-1" : null).First());
}
