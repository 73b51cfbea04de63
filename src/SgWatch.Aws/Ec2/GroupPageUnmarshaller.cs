using Amazon.EC2.Model.Internal.MarshallTransformations;
using Amazon.Runtime;
using Amazon.Runtime.Internal.Transform;
using Ec2Group = Amazon.EC2.Model.SecurityGroup;

namespace SgWatch.Aws.Ec2;

/// <summary>Reads an answer of DescribeSecurityGroups group by group.</summary>
/// <param name="map">What is kept of a group.</param>
internal sealed class GroupPageUnmarshaller<T>(Func<Ec2Group, T> map) : DescribeSecurityGroupsResponseUnmarshaller
{
    public override AmazonWebServiceResponse Unmarshall(XmlUnmarshallerContext context) => StreamedPage<T>.Read(
        context, "securityGroupInfo", item => map(SecurityGroupUnmarshaller.Instance.Unmarshall(item)));
}
