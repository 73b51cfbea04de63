using Amazon.Runtime;
using Amazon.Runtime.Internal.Transform;

namespace SgWatch.Aws.Ec2;

/// <summary>A page of a listing, read item by item: of each item only what was made of it is kept.</summary>
internal sealed class StreamedPage<T> : AmazonWebServiceResponse
{
    private const int Root = 2; // the depth of the answer's own members, as the SDK counts it

    /// <summary>What was made of the items, in EC2's order.</summary>
    public List<T> Items { get; } = [];

    /// <summary>Names the next page; null after the last.</summary>
    public string? NextToken { get; private set; }

    /// <summary>Reads a page.</summary>
    /// <param name="context">The answer.</param>
    /// <param name="list">The element of the list, such as <c>securityGroupRuleSet</c>.</param>
    /// <param name="read">Reads the next item.</param>
    public static StreamedPage<T> Read(XmlUnmarshallerContext context, string list, Func<XmlUnmarshallerContext, T> read)
    {
        var page = new StreamedPage<T>();
        var depth = context.CurrentDepth;
        var members = context.IsStartOfDocument ? Root : depth + 1;
        while (context.ReadAtDepth(depth))
        {
            if (!context.IsStartElement && !context.IsAttribute)
            {
                continue;
            }
            if (context.TestExpression($"{list}/item", members))
            {
                page.Items.Add(read(context));
            }
            else if (context.TestExpression("nextToken", members))
            {
                page.NextToken = StringUnmarshaller.Instance.Unmarshall(context) is { Length: > 0 } token ? token : null;
            }
        }
        return page;
    }
}
