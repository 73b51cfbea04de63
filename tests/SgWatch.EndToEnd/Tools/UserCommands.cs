namespace SgWatch.EndToEnd.Tools;

/// <summary>The AWS CLI's commands for IAM users.</summary>
internal static class UserCommands
{
    /// <summary>Makes a user with one policy and an access key.</summary>
    /// <returns>The environment variables with which a program signs as this user.</returns>
    public static async Task<(string Name, string? Value)[]> CreateUserAsync(this AwsCli aws, string name, string policy)
    {
        await aws.JsonAsync("iam", "create-user", "--user-name", name);
        await aws.JsonAsync("iam", "put-user-policy", "--user-name", name, "--policy-name", "p", "--policy-document", policy);
        var key = (await aws.JsonAsync("iam", "create-access-key", "--user-name", name)).GetProperty("AccessKey");
        return [("AWS_ACCESS_KEY_ID", key.Text("AccessKeyId")), ("AWS_SECRET_ACCESS_KEY", key.Text("SecretAccessKey"))];
    }
}
