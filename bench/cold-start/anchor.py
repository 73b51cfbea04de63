"""The anchor: the same work as a plain Python function with boto3, as one would write it by hand.

It reads the group, revokes the rules that the event names and that are open to the world, reads the group again, and answers.
The loop at the end replaces AWS's own (awslambdaric), which does the same with the same module of the standard library.
"""

import http.client
import json
import os

import boto3
from botocore.config import Config

ec2 = boto3.client("ec2", config=Config(retries={"max_attempts": 0}))


def open_to_world(rule):
    for cidr, limit in ((rule.get("CidrIpv4"), 8), (rule.get("CidrIpv6"), 16)):
        if cidr and int(cidr.rpartition("/")[2]) <= limit:
            return True
    return False


def read(group_id):
    group = ec2.describe_security_groups(GroupIds=[group_id])["SecurityGroups"][0]
    rules = ec2.describe_security_group_rules(Filters=[{"Name": "group-id", "Values": [group_id]}], MaxResults=1000)
    return group, rules["SecurityGroupRules"]


def handler(event):
    detail = event["detail"]
    group_id = detail["requestParameters"]["groupId"]
    named = {r["securityGroupRuleId"] for r in detail["responseElements"]["securityGroupRuleSet"]["items"]}
    group, rules = read(group_id)
    bad = [r["SecurityGroupRuleId"] for r in rules if r["SecurityGroupRuleId"] in named and not r["IsEgress"] and open_to_world(r)]
    if not bad:
        return {"outcome": "compliant", "groups": [{"id": group_id}]}
    ec2.revoke_security_group_ingress(GroupId=group_id, SecurityGroupRuleIds=bad)
    _, left = read(group_id)
    done = not any(r["SecurityGroupRuleId"] in bad for r in left)
    print(json.dumps({"group": group["GroupId"], "revoked": bad, "actor": detail["userIdentity"].get("arn")}), flush=True)
    return {"outcome": "reverted" if done else "failed", "groups": [{"id": group_id, "revoked": bad}]}


def main():
    lambda_api = http.client.HTTPConnection(os.environ["AWS_LAMBDA_RUNTIME_API"])
    while True:
        lambda_api.request("GET", "/2018-06-01/runtime/invocation/next")
        answer = lambda_api.getresponse()
        event = json.loads(answer.read())
        request_id = answer.headers["Lambda-Runtime-Aws-Request-Id"]
        lambda_api.request("POST", f"/2018-06-01/runtime/invocation/{request_id}/response", json.dumps(handler(event)))
        lambda_api.getresponse().read()


main()
