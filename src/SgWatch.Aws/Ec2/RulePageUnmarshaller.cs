using Amazon.EC2.Model.Internal.MarshallTransformations;
using Amazon.Runtime;
using Amazon.Runtime.Internal.Transform;
using Ec2Rule = Amazon.EC2.Model.SecurityGroupRule;

namespace SgWatch.Aws.Ec2;

/// <summary>Reads an answer of DescribeSecurityGroupRules rule by rule.</summary>
/// <param name="map">What is kept of a rule.</param>
internal sealed class RulePageUnmarshaller<T>(Func<Ec2Rule, T> map) : DescribeSecurityGroupRulesResponseUnmarshaller
{
    public override AmazonWebServiceResponse Unmarshall(XmlUnmarshallerContext context) => StreamedPage<T>.Read(
        context, "securityGroupRuleSet", item => map(SecurityGroupRuleUnmarshaller.Instance.Unmarshall(item)));
}
