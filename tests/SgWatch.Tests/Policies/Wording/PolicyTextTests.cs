using SgWatch.Policies.Reading;
using SgWatch.Policies.Wording;

namespace SgWatch.Tests.Policies.Wording;

public sealed class PolicyTextTests
{
    [Fact]
    public void A_policy_in_plain_words()
    {
        var policy = Assert.IsType<PolicyReadResult.Accepted>(PolicyReader.Read("f", """
            version: 1
            networks:
              office: [203.0.113.0/24, "2001:db8:1::/48"]
              big:
                [10.0.0.0/24, 10.0.2.0/24, 10.0.4.0/24, 10.0.6.0/24, 10.0.8.0/24, 10.0.10.0/24, 10.0.12.0/24, 10.0.14.0/24, 10.0.16.0/24,
                 10.0.18.0/24]
            services: { admin: [tcp/22, tcp/3389] }
            guardrails:
              - { name: closed, groups: { name: default }, forbid: any, judge: state }
              - name: world
                groups: { not: { name: [default, "eks-*"] }, tags: { tier: [edge, dmz] } }
                forbid: [{ ingress: any, from: world }, { egress: any, to: [world, 10.0.0.0/8] }]
                allow: [{ ingress: [tcp/80, tcp/443], from: world, groups: { id: sg-1 } }]
                unless-changed-by: "arn:aws:iam::*:role/deploy"
              - name: admin
                forbid: { ingress: admin, from: internet }
                allow: { ingress: admin, from: office }
                action: narrow
                mode: observe
              - name: pinned
                groups: { any: [{ vpc: vpc-1, account: 111122223333 }, { region: eu-west-1 }] }
                forbid: [{ ingress: any, from: [groups, big, { prefix-list: pl-1 }] }, { egress: tcp/25 }]
                require: { ingress: tcp/5432, from: [{ group: sg-2 }, private] }
                action: alert
            exemptions:
              - reason: vendor migration, SEC-1234
                until: 2026-12-31
                groups: { id: sg-3 }
                allow: [{ ingress: tcp/8443, from: 198.51.100.7/32 }]
            """)).Policy;

        Snapshot.Match(string.Join('\n', (string[])
        [
            PolicyText.Summary(policy),
            .. policy.Guardrails.Select(guardrail => PolicyText.Of(guardrail, policy)),
            .. policy.Exemptions.Select(exemption => PolicyText.Of(exemption, policy)),
            "",
        ]));
    }
}
