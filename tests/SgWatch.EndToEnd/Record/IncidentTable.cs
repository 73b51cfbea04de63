using SgWatch.EndToEnd.Tools;

namespace SgWatch.EndToEnd.Record;

/// <summary>The table as the Terraform module makes it.</summary>
internal static class IncidentTable
{
    /// <summary>Makes one and returns its name.</summary>
    public static async Task<string> CreateAsync(AwsCli aws)
    {
        var name = $"incidents-{Guid.NewGuid():N}";
        await aws.JsonAsync("dynamodb", "create-table", "--table-name", name, "--billing-mode", "PAY_PER_REQUEST",
            "--attribute-definitions",
            "AttributeName=pk,AttributeType=S", "AttributeName=sk,AttributeType=S",
            "AttributeName=day,AttributeType=S", "AttributeName=at,AttributeType=S",
            "--key-schema", "AttributeName=pk,KeyType=HASH", "AttributeName=sk,KeyType=RANGE",
            "--global-secondary-indexes", """
                [{"IndexName":"recent","Projection":{"ProjectionType":"ALL"},
                  "KeySchema":[{"AttributeName":"day","KeyType":"HASH"},{"AttributeName":"at","KeyType":"RANGE"}]}]
                """);
        return name;
    }
}
