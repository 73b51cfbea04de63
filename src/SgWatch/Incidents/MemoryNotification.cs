using SgWatch.Text;

namespace SgWatch.Incidents;

/// <summary>The message that the memory of an account and region was gone or too old, and was filled again from its copy.</summary>
public static class MemoryNotification
{
    /// <summary>The message.</summary>
    /// <param name="account">The account. Null for the guard's own.</param>
    /// <param name="region">The region. Null for the guard's own.</param>
    public static Notification For(string? account, string? region)
    {
        var where = $"{SafeText.Line(account ?? "its own account", 20)}, {SafeText.Line(region ?? "its own region", 20)}";
        var text = new MessageBuilder()
            .Paragraph($"""
                SgWatch remembers which rules were there before it. In its table that memory was gone, or older than its copy in S3, for
                account {where}. SgWatch has filled the table again from the copy. Nothing that was tolerated is closed, and nothing that
                was opened since is tolerated.
                """)
            .Paragraph("""
                Find out who deleted the items or restored the table: CloudTrail has the calls that change a table and its backups. If
                nobody planned it, somebody may have tried to make SgWatch forget.
                """);
        return Notification.Of("sgwatch.memory-restored", $"SgWatch: memory filled again from its copy in {where}", text, json =>
        {
            json.WriteOptional("account", account);
            json.WriteOptional("region", region);
        });
    }
}
