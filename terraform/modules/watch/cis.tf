# What is counted in the trail's log group: section 4 of the CIS AWS Foundations Benchmark, and changes of SgWatch's own role and rules.
#
# An entry is either a list of calls (names, of one service if source says so) or a whole filter pattern. Each becomes
# one metric filter and one alarm (filters.tf). The numbers are the benchmark's, the same in v1.4.0, v1.5.0, v2.0.0 and
# v3.0.0. The calls are in the benchmark's order, because tools that check for them expect it. Calls that it lacks come last.
# Source: CIS AWS Foundations Benchmark v3.0.0, section 4; AWS Security Hub user guide, Amazon CloudWatch controls 1 to 14.

locals {
  cis = {
    cis-unauthorized-calls = {
      control = "4.1"
      what    = "API calls were refused because a permission is missing"
      advice  = "Look in the trail for who was refused what. Is it one program that lacks a permission, or somebody who looks for a way in?"
      # log delivery and HeadBucket are refused in harmless ways all day long
      pattern = join(" ", [
        "{ (($.errorCode = \"*UnauthorizedOperation\") || ($.errorCode = \"AccessDenied*\"))",
        "&& ($.sourceIPAddress != \"delivery.logs.amazonaws.com\") && ($.eventName != \"HeadBucket\") }",
      ])
    }
    cis-console-without-mfa = {
      control = "4.2"
      what    = "an IAM user signed in to the console without MFA"
      advice  = "Ask the user. If it wasn't them: delete the login profile and the access keys, and see what the session did."
      pattern = join(" ", [
        "{ ($.eventName = \"ConsoleLogin\") && ($.additionalEventData.MFAUsed != \"Yes\")",
        "&& ($.userIdentity.type = \"IAMUser\") && ($.responseElements.ConsoleLogin = \"Success\") }",
      ])
    }
    cis-root-use = {
      control = "4.3"
      what    = "the root user was used"
      advice  = "Find out who did it and why. If nobody knows: change root's password and MFA, delete its access keys, call AWS Support."
      pattern = "{ $.userIdentity.type = \"Root\" && $.userIdentity.invokedBy NOT EXISTS && $.eventType != \"AwsServiceEvent\" }"
    }
    cis-iam-changes = {
      control = "4.4"
      what    = "an IAM policy was changed, attached or detached"
      advice  = "Compare with planned changes. Undo what nobody planned, and look for what the new permission was used for."
      names = [
        "DeleteGroupPolicy", "DeleteRolePolicy", "DeleteUserPolicy", "PutGroupPolicy", "PutRolePolicy", "PutUserPolicy", "CreatePolicy",
        "DeletePolicy", "CreatePolicyVersion", "DeletePolicyVersion", "AttachRolePolicy", "DetachRolePolicy", "AttachUserPolicy",
        "DetachUserPolicy", "AttachGroupPolicy", "DetachGroupPolicy"
      ]
      source = "iam.amazonaws.com"
    }
    cis-trail-changes = {
      control = "4.5"
      what    = "a trail was created, changed, deleted, started or stopped, in any region"
      advice  = "If nobody planned it: start the trail again and revoke the caller's credentials."
      names   = ["CreateTrail", "UpdateTrail", "DeleteTrail", "StartLogging", "StopLogging", "PutEventSelectors"]
    }
    cis-console-failures = {
      control = "4.6"
      what    = "console sign-ins failed"
      advice  = "Is it one user who mistyped, or many users from one address? Block the address, and change the passwords that were tried."
      pattern = "{ ($.eventName = ConsoleLogin) && ($.errorMessage = \"Failed authentication\") }"
    }
    cis-key-deletion = {
      control = "4.7"
      what    = "a KMS key was disabled or scheduled for deletion"
      advice  = "If nobody planned it: aws kms cancel-key-deletion and enable-key before the waiting period ends. Later the data is lost."
      names   = ["DisableKey", "ScheduleKeyDeletion"]
      source  = "kms.amazonaws.com"
    }
    cis-bucket-policy = {
      control = "4.8"
      what    = "a bucket's policy, ACL, CORS, lifecycle or replication was changed"
      advice  = "See which bucket it is and whether it is open now. Put the old policy back if nobody planned the change."
      names = [
        "PutBucketAcl", "PutBucketPolicy", "PutBucketCors", "PutBucketLifecycle", "PutBucketReplication", "DeleteBucketPolicy",
        "DeleteBucketCors", "DeleteBucketLifecycle", "DeleteBucketReplication"
      ]
      source = "s3.amazonaws.com"
    }
    cis-config-changes = {
      control = "4.9"
      what    = "AWS Config's recorder or delivery channel was changed"
      advice  = "If nobody planned it: start the recorder again. Changes made meanwhile are in the trail only."
      names   = ["StopConfigurationRecorder", "DeleteDeliveryChannel", "PutDeliveryChannel", "PutConfigurationRecorder"]
      source  = "config.amazonaws.com"
    }
    cis-security-groups = {
      control = "4.10"
      what    = "a security group was changed"
      advice  = "SgWatch has judged it already, and its own repairs count here too. Its messages say what was closed and who had opened it."
      names = [
        "AuthorizeSecurityGroupIngress", "AuthorizeSecurityGroupEgress", "RevokeSecurityGroupIngress", "RevokeSecurityGroupEgress",
        "CreateSecurityGroup", "DeleteSecurityGroup", "ModifySecurityGroupRules"
      ]
    }
    cis-network-acls = {
      control = "4.11"
      what    = "a network ACL was changed"
      advice  = "Compare with planned changes. A network ACL limits the same traffic as the groups that SgWatch guards."
      names = [
        "CreateNetworkAcl", "CreateNetworkAclEntry", "DeleteNetworkAcl", "DeleteNetworkAclEntry", "ReplaceNetworkAclEntry",
        "ReplaceNetworkAclAssociation"
      ]
    }
    cis-gateways = {
      control = "4.12"
      what    = "an internet or customer gateway was made, deleted, attached or detached"
      advice  = "Compare with planned changes. A new internet gateway makes a private network a public one."
      names = [
        "CreateCustomerGateway", "DeleteCustomerGateway", "AttachInternetGateway", "CreateInternetGateway", "DeleteInternetGateway",
        "DetachInternetGateway"
      ]
    }
    cis-routes = {
      control = "4.13"
      what    = "a route or a route table was changed"
      advice  = "Compare with planned changes. Look for new routes to an internet gateway, a peering connection or an instance."
      names = [
        "CreateRoute", "CreateRouteTable", "ReplaceRoute", "ReplaceRouteTableAssociation", "DeleteRouteTable", "DeleteRoute",
        "DisassociateRouteTable"
      ]
      source = "ec2.amazonaws.com" # other services have routes too
    }
    cis-vpcs = {
      control = "4.14"
      what    = "a VPC or a peering connection was changed"
      advice  = "Compare with planned changes. Look for peerings with accounts that you don't know."
      names = [
        "CreateVpc", "DeleteVpc", "ModifyVpcAttribute", "AcceptVpcPeeringConnection", "CreateVpcPeeringConnection",
        "DeleteVpcPeeringConnection", "RejectVpcPeeringConnection", "AttachClassicLinkVpc", "DetachClassicLinkVpc",
        "DisableVpcClassicLink", "EnableVpcClassicLink"
      ]
    }
    cis-organizations = {
      control = "4.15"
      what    = "the organisation was changed: accounts, units or policies"
      advice  = "Compare with planned changes. An account that leaves is no longer guarded. A detached policy permits what it forbade."
      names = [
        "AcceptHandshake", "AttachPolicy", "CreateAccount", "CreateOrganizationalUnit", "CreatePolicy", "DeclineHandshake",
        "DeleteOrganization", "DeleteOrganizationalUnit", "DeletePolicy", "DetachPolicy", "DisablePolicyType", "EnablePolicyType",
        "InviteAccountToOrganization", "LeaveOrganization", "MoveAccount", "RemoveAccountFromOrganization", "UpdatePolicy",
        "UpdateOrganizationalUnit"
      ]
      source = "organizations.amazonaws.com"
    }
  }

  # a call names the rule by one of two fields
  rule_fields = setproduct(["name", "rule"], [var.event_rule_name, "${var.name_prefix}-watch-*"])

  # What the event rules can't report for certain. IAM's events reach EventBridge in us-east-1 only; a multi-region trail has them in
  # its log group wherever that is. And a rule that is switched off can't report this.
  own = {
    guard-role = {
      control = null
      what    = "the role ${var.function_role_name} of SgWatch's function was changed or deleted"
      advice  = "If nobody planned it: apply the Terraform again. Without its permissions SgWatch can report, but can't close anything."
      pattern = join(" ", [
        "{ ($.eventSource = iam.amazonaws.com) && ($.errorCode NOT EXISTS)",
        "&& ($.requestParameters.roleName = \"${var.function_role_name}\")",
        "&& (${join(" || ", [for name in local.role_calls : "($.eventName = ${name})"])}) }",
      ])
    }
    guard-rules = {
      control = null
      what    = "a rule that feeds or watches SgWatch was disabled, deleted or changed, or its targets were"
      advice  = "If nobody planned it: apply the Terraform again, run a sweep, and revoke the caller's credentials."
      pattern = join(" ", [
        "{ ($.eventSource = events.amazonaws.com) && ($.errorCode NOT EXISTS)",
        "&& (${join(" || ", [for name in local.rule_calls : "($.eventName = ${name})"])})",
        "&& (${join(" || ", [for pair in local.rule_fields : "($.requestParameters.${pair[0]} = \"${pair[1]}\")"])}) }",
      ])
    }
  }

  counted = var.trail_log_group_name == null ? {} : {
    for key, entry in merge(local.own, { for key, entry in local.cis : key => entry if var.cis_alarms }) : key => {
      description = join("", [
        entry.control == null ? "" : "CIS AWS Foundations ${entry.control}. ",
        "SgWatch: ${entry.what}. What to do: ${entry.advice} Runbook: ${key}.",
      ])
      metric = join("", [for word in split("-", key) : title(word)])
      pattern = try(entry.pattern, format(
        try(entry.source, null) == null ? "{ %[2]s }" : "{ ($.eventSource = %[1]s) && (%[2]s) }",
        try(entry.source, ""),
        join(" || ", [for name in entry.names : "($.eventName = ${name})"]),
      ))
    }
  }
}
