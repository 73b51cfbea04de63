using System.Security.Cryptography;
using System.Text;
using SgWatch.EndToEnd.Tools;

namespace SgWatch.EndToEnd.Lambda;

/// <summary>The native function with a policy from its package or from S3.</summary>
[Collection(UsesFunction.Name)]
public sealed class FunctionPolicyTests(FunctionFixture function, MotoFixture moto) : IAsyncLifetime
{
    private const string NoEgress = "version: 1\nguardrails:\n  - name: no-egress\n    judge: state\n    forbid: [{ egress: any }]\n";

    private readonly AwsCli _aws = new(moto.Server.Url);

    public async ValueTask InitializeAsync() => await moto.Server.ResetAsync();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task A_policy_in_the_package_is_enforced_and_one_with_a_mistake_only_alerts()
    {
        var folder = Directory.CreateTempSubdirectory("sgwatch-policy-");
        try
        {
            var (good, bad) = (Path.Combine(folder.FullName, "good.yaml"), Path.Combine(folder.FullName, "bad.yaml"));
            await File.WriteAllTextAsync(good, NoEgress, TestContext.Current.CancellationToken);
            await File.WriteAllTextAsync(bad, "version: 1\nguardrials: []\n", TestContext.Current.CancellationToken);
            var (group, rule) = await _aws.OpenGroupAsync("web");

            await using (var watching = Run(("SGWATCH_POLICY", bad)))
            {
                Assert.Equal("alerted", await OutcomeAsync(watching, group, rule));
                Assert.Contains(watching.Log, line => line.ToString().Contains("guardrials", StringComparison.Ordinal));
            }
            Assert.Equal(["egress", "ingress"], await _aws.DirectionsAsync(group));

            await using var guarding = Run(("SGWATCH_POLICY", good));
            Assert.Equal("reverted", await OutcomeAsync(guarding, group, rule));
            Assert.Equal(["ingress"], await _aws.DirectionsAsync(group));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact] // moto checks every signature here
    public async Task A_policy_in_S3_is_enforced_in_the_version_and_with_the_hash_that_are_configured()
    {
        var folder = Directory.CreateTempSubdirectory("sgwatch-policy-");
        try
        {
            var (first, second) = (Path.Combine(folder.FullName, "1.yaml"), Path.Combine(folder.FullName, "2.yaml"));
            var noIngress = NoEgress.Replace("egress", "ingress", StringComparison.Ordinal);
            await File.WriteAllTextAsync(first, NoEgress, TestContext.Current.CancellationToken);
            await File.WriteAllTextAsync(second, noIngress, TestContext.Current.CancellationToken);
            await _aws.JsonAsync("s3api", "create-bucket", "--bucket", "policies");
            await _aws.JsonAsync(
                "s3api", "put-bucket-versioning", "--bucket", "policies", "--versioning-configuration", "Status=Enabled");
            string[] put = ["s3api", "put-object", "--bucket", "policies", "--key", "guard/sgwatch.yaml"];
            var version = (await _aws.JsonAsync([.. put, "--body", first])).Text("VersionId");
            await _aws.JsonAsync([.. put, "--body", second]);
            var user = await _aws.CreateUserAsync("guard",
                """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["ec2:*","s3:GetObject*"],"Resource":"*"}]}""");
            var (group, rule) = await _aws.OpenGroupAsync("web");
            var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(NoEgress)));
            RunningFunction Enforcing(string location) => Run([("SGWATCH_POLICY", location), ("SGWATCH_POLICY_SHA256", hash), .. user]);

            await moto.Server.CheckAuthorizationAsync(isOn: true);
            try
            {
                await using (var other = Enforcing("s3://policies/guard/sgwatch.yaml"))
                {
                    Assert.Equal("alerted", await OutcomeAsync(other, group, rule));
                    Assert.Contains(other.Log, line => line.ToString().Contains($"and {hash} is expected", StringComparison.Ordinal));
                }
                await using (var none = Enforcing("s3://policies/sgwatch.yaml"))
                {
                    Assert.Equal("alerted", await OutcomeAsync(none, group, rule));
                    Assert.Contains(none.Log, line =>
                        line.ToString().Contains("GetObject: NoSuchKey: s3[:]//policies/sgwatch", StringComparison.Ordinal));
                }
                await using var configured = Enforcing($"s3://policies/guard/sgwatch.yaml?versionId={version}");
                Assert.Equal("reverted", await OutcomeAsync(configured, group, rule));
            }
            finally
            {
                await moto.Server.CheckAuthorizationAsync(isOn: false);
            }
            Assert.Equal(["ingress"], await _aws.DirectionsAsync(group));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private RunningFunction Run(params (string Name, string? Value)[] settings) =>
        new(function.Package.Bootstrap, moto.Server.Url, settings);

    private static async Task<string> OutcomeAsync(RunningFunction running, string group, string rule) =>
        (await running.AnswerAsync(OpenedEvent.Of(group, rule))).Text("outcome");
}
