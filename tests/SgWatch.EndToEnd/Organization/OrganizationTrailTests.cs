using System.Text.Json;
using SgWatch.EndToEnd.Lambda;
using SgWatch.EndToEnd.Stack;
using SgWatch.EndToEnd.Tools;

namespace SgWatch.EndToEnd.Organization;

/// <summary>The trail of an organisation, applied by the real Terraform on a moto server.</summary>
public sealed class OrganizationTrailTests(MotoFixture moto) : IClassFixture<MotoFixture>
{
    private const string Owner = "444455556666";
    private const string Organization = "o-a1b2c3d4e5";

    [Fact]
    public async Task It_is_made_for_every_account_and_its_bucket_takes_only_the_management_accounts_trail()
    {
        using var folder = new StackFolder(isForEmulator: true);
        var module = Path.Combine(folder.Root, "modules", "trail");
        await File.WriteAllTextAsync(Path.Combine(module, "test.auto.tfvars.json"), Inputs, TestContext.Current.CancellationToken);
        var terraform = await Terraform.InitAsync(module, moto.Server.Url);
        (await terraform.RunAsync(TimeSpan.FromMinutes(4), "apply", "-auto-approve", "-no-color")).Succeeded();

        var aws = new AwsCli(moto.Server.Url);
        var trail = (await aws.JsonAsync("cloudtrail", "get-trail", "--name", "everyone")).GetProperty("Trail");
        Assert.True(trail.GetProperty("IsOrganizationTrail").GetBoolean() && trail.GetProperty("IsMultiRegionTrail").GetBoolean());

        var policy = (await aws.JsonAsync("s3api", "get-bucket-policy", "--bucket", "everyones-trail")).Text("Policy");
        using var statements = JsonDocument.Parse(policy);
        var write = statements.RootElement.GetProperty("Statement").EnumerateArray()
            .Single(statement => statement.Text("Sid") == "TrailWrites");
        Assert.Equal(
            [$"arn:aws:s3:::everyones-trail/AWSLogs/{Owner}/*", $"arn:aws:s3:::everyones-trail/AWSLogs/{Organization}/*"],
            write.GetProperty("Resource").EnumerateArray().Select(resource => resource.GetString()!).Order(StringComparer.Ordinal));
        Assert.Equal(
            $"arn:aws:cloudtrail:us-east-1:{Owner}:trail/everyone",
            write.Text("Condition", "StringEquals", "aws:SourceArn"));

        var again = await terraform.RunAsync(TimeSpan.FromMinutes(2), "plan", "-detailed-exitcode", "-no-color");
        Assert.True(again.ExitCode == 0, again.Output + again.Error);
    }

    private static string Inputs => JsonSerializer.Serialize(new
    {
        account = new { id = OpenedEvent.Account, partition = "aws", region = "us-east-1" },
        name = "everyone",
        organization = new { id = Organization, management_account_id = Owner },
        bucket_name = "everyones-trail",
        log_group_name = "/aws/cloudtrail/everyone",
        role_name = "everyones-trail",
        kms_key_arn = $"arn:aws:kms:us-east-1:{OpenedEvent.Account}:key/1234abcd-12ab-34cd-56ef-1234567890ab",
        log_retention_days = 365,
        archive_after_days = (int?)null,
        expire_after_days = 730,
        object_lock_days = (int?)null,
        permissions_boundary_arn = (string?)null,
        force_destroy = false,
        tags = new Dictionary<string, string>(),
    });
}
