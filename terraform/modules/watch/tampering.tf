# What counts as tampering with the guard, one entry for each rule of rules.tf.
#
#   what      the thing that was changed, as the message names it
#   advice    what to do, as the message says it
#   source    the service, as CloudTrail spells it
#   names     the calls: exact names, or patterns of EventBridge
#   where     the fields by which the call names the thing
#
# How a call names a thing depends on service and caller. Lambda takes a name, a partial ARN or an ARN, each with or without a version.
# CloudTrail and DynamoDB take a name or an ARN. SQS takes a URL. CloudTrail records what the caller wrote, so each way has its pattern.
# Lambda's names in CloudTrail end in the API's version (UpdateFunctionCode20150331v2), so its patterns are prefixes.
# Source: the services' API references.

locals {
  function_names = [
    var.function_name,
    { prefix = "${var.function_name}:" },              # name:version
    { suffix = ":function:${var.function_name}" },     # ARN, account:function:name
    { wildcard = "*:function:${var.function_name}:*" } # the same with a version
  ]
  queue_urls  = [for name in concat([var.queue_name], var.dead_letter_queue_names) : { suffix = "/${name}" }]
  trail_names = [var.trail_name, var.trail_arn]
  key_id      = element(split("/", var.kms_key_arn), length(split("/", var.kms_key_arn)) - 1)

  trail_calls = ["StopLogging", "DeleteTrail", "UpdateTrail", "PutEventSelectors", "PutInsightSelectors"]

  # cis.tf counts both in the trail's log group too, and says why
  rule_calls = ["DisableRule", "DeleteRule", "PutRule", "RemoveTargets", "PutTargets"]
  role_calls = [
    "PutRolePolicy", "DeleteRolePolicy", "AttachRolePolicy", "DetachRolePolicy", "UpdateAssumeRolePolicy",
    "PutRolePermissionsBoundary", "DeleteRolePermissionsBoundary", "UpdateRole", "DeleteRole"
  ]

  log_groups = compact([var.trail_log_group_name, var.function_log_group_name])

  tampering = merge({
    trail = {
      what = "the trail ${var.trail_name}, which feeds SgWatch, was stopped, deleted or changed"
      advice = join(" ", [
        "If nobody planned it: start it again (aws cloudtrail start-logging), apply the Terraform again, and revoke the caller's",
        "credentials. While the trail is off only the sweep guards.",
      ])
      source = "cloudtrail.amazonaws.com"
      names  = local.trail_calls
      where = { "$or" = [
        { requestParameters = { name = local.trail_names } },
        { requestParameters = { trailName = local.trail_names } },
      ] }
    }
    other-trail = {
      what = "another trail of this account was stopped, deleted or changed"
      advice = join(" ", [
        "SgWatch doesn't need this trail, but an intruder who hides starts here. If nobody planned it: start it again and revoke the",
        "caller's credentials.",
      ])
      source = "cloudtrail.amazonaws.com"
      names  = local.trail_calls
      where = { "$or" = [
        { requestParameters = { name = [{ anything-but = local.trail_names }] } },
        { requestParameters = { trailName = [{ anything-but = local.trail_names }] } },
      ] }
    }
    event-rule = {
      what = join(" ", [
        "the rule ${var.event_rule_name}, which feeds SgWatch, or a rule that watches SgWatch, was disabled, deleted or changed, or its",
        "targets were",
      ])
      advice = "If nobody planned it: apply the Terraform again, then run a sweep. SgWatch got no events meanwhile."
      source = "events.amazonaws.com"
      names  = local.rule_calls
      where = { "$or" = [
        { requestParameters = { name = local.rule_names } },
        { requestParameters = { rule = local.rule_names } },
      ] }
    }
    schedule = {
      what   = "the schedule ${var.scheduler_name}, which starts SgWatch's sweep, was changed or deleted"
      advice = "If nobody planned it: apply the Terraform again. Without the sweep nothing makes up for lost events."
      source = "scheduler.amazonaws.com"
      names  = ["UpdateSchedule", "DeleteSchedule"]
      where  = { requestParameters = { name = [var.scheduler_name] } }
    }
    function = {
      what   = "SgWatch's function ${var.function_name} was deleted or changed: code, configuration, concurrency, permissions, event source"
      advice = "If nobody planned it: apply the Terraform again, compare the code's hash with your build, then run a sweep."
      source = "lambda.amazonaws.com"
      names = [
        for name in [
          "DeleteFunction", "UpdateFunction", "PutFunction", "AddPermission", "RemovePermission", "UpdateAlias", "DeleteAlias",
          "CreateEventSourceMapping", "UpdateEventSourceMapping", "DeleteEventSourceMapping", "PutRuntimeManagementConfig"
        ] : { prefix = name }
      ]
      where = { "$or" = [
        { requestParameters = { functionName = local.function_names } },
        # a mapping is changed by its id; only the answer says whose it is
        { responseElements = { functionArn = local.function_names } },
        { responseElements = { eventSourceArn = [var.queue_arn] } },
      ] }
    }
    role = {
      what   = "the role ${var.function_role_name} of SgWatch's function was deleted or changed: policies, boundary or who may assume it"
      advice = "If nobody planned it: apply the Terraform again. Without its permissions SgWatch can report, but can't close anything."
      source = "iam.amazonaws.com"
      names  = local.role_calls
      where  = { requestParameters = { roleName = [var.function_role_name] } }
    }
    topic = {
      what = "the topic ${var.topic_name}, by which SgWatch notifies people, was changed or deleted, or a subscription of it was"
      advice = join(" ", [
        "If nobody planned it: apply the Terraform again and confirm the subscriptions. A deleted topic can't report this; another",
        "topic in extra_topic_arns can.",
      ])
      source = "sns.amazonaws.com"
      names = [
        "DeleteTopic", "SetTopicAttributes", "AddPermission", "RemovePermission", "PutDataProtectionPolicy",
        "Unsubscribe", "SetSubscriptionAttributes"
      ]
      where = { "$or" = [
        { requestParameters = { topicArn = [var.topic_arn] } },
        { requestParameters = { resourceArn = [var.topic_arn] } },
        { requestParameters = { subscriptionArn = [{ prefix = "${var.topic_arn}:" }] } },
      ] }
    }
    bucket = {
      what = join(" ", [
        "a bucket of SgWatch's (${join(", ", compact([var.trail_bucket_name, var.policy_bucket_name]))}) was deleted or its settings",
        "were changed",
      ])
      advice = join(" ", [
        "If nobody planned it: apply the Terraform again, compare the policy file with yours, and validate the trail's log files (aws",
        "cloudtrail validate-logs).",
      ])
      source = "s3.amazonaws.com"
      # every setting of a bucket: policy, ACL, encryption, lifecycle, public access block, versioning, replication, object lock
      names = [{ prefix = "PutBucket" }, { prefix = "DeleteBucket" }]
      where = { requestParameters = { bucketName = compact([var.trail_bucket_name, var.policy_bucket_name]) } }
    }
    key = {
      what = "the KMS key of SgWatch was disabled, scheduled for deletion or its policy was changed"
      advice = join(" ", [
        "If nobody planned it: cancel the deletion (aws kms cancel-key-deletion), enable the key, apply the Terraform again. Without",
        "the key trail, queues, topic and table fail.",
      ])
      source = "kms.amazonaws.com"
      names  = ["DisableKey", "ScheduleKeyDeletion", "PutKeyPolicy", "DisableKeyRotation", "DeleteImportedKeyMaterial", "RevokeGrant"]
      where = { "$or" = [
        { resources = { ARN = [var.kms_key_arn] } },
        { requestParameters = { keyId = [var.kms_key_arn, local.key_id] } },
      ] }
    }
    log-group = {
      what   = "a log group of SgWatch's (${join(", ", local.log_groups)}) was deleted or changed: streams, retention, key, metric filters"
      advice = "If nobody planned it: apply the Terraform again. Deleted lines of the trail are still in its bucket."
      source = "logs.amazonaws.com"
      names = [
        "DeleteLogGroup", "DeleteLogStream", "PutRetentionPolicy", "DeleteRetentionPolicy", "AssociateKmsKey", "DisassociateKmsKey",
        "PutMetricFilter", "DeleteMetricFilter", "PutDataProtectionPolicy"
      ]
      where = { "$or" = [
        { requestParameters = { logGroupName = local.log_groups } },
        { requestParameters = {
          logGroupIdentifier = flatten([for name in local.log_groups : [name, { suffix = ":log-group:${name}" }]])
        } },
      ] }
    }
    alarm = {
      what   = "an alarm of SgWatch's (${var.name_prefix}-*) was deleted, disabled, changed or set by hand"
      advice = "If nobody planned it: apply the Terraform again, and look for the alarm's cause on the dashboard ${var.name_prefix}."
      source = "monitoring.amazonaws.com"
      names  = ["DeleteAlarms", "DisableAlarmActions", "PutMetricAlarm", "SetAlarmState"]
      where = { "$or" = [
        { requestParameters = { alarmNames = [{ prefix = "${var.name_prefix}-" }] } },
        { requestParameters = { alarmName = [{ prefix = "${var.name_prefix}-" }] } },
      ] }
    }
    queue = {
      what   = "a queue of SgWatch's (${join(", ", concat([var.queue_name], var.dead_letter_queue_names))}) was deleted, emptied or changed"
      advice = "If nobody planned it: apply the Terraform again, then run a sweep. Messages in the queue are lost."
      source = "sqs.amazonaws.com"
      names  = ["DeleteQueue", "SetQueueAttributes", "PurgeQueue", "AddPermission", "RemovePermission"]
      where  = { requestParameters = { queueUrl = local.queue_urls } }
    }
    }, {
    for name in var.table_name == null ? [] : [var.table_name] : "table" => {
      what   = "the table ${name} with SgWatch's incidents was deleted or changed: its settings, backups, expiry or policy"
      advice = "If nobody planned it: restore the table from its backups, apply the Terraform again. Until then undo doesn't work."
      source = "dynamodb.amazonaws.com"
      names  = ["DeleteTable", "UpdateTable", "UpdateTimeToLive", "UpdateContinuousBackups", "PutResourcePolicy", "DeleteResourcePolicy"]
      where = { "$or" = [
        { requestParameters = { tableName = [name, { suffix = ":table/${name}" }] } },
        { requestParameters = { resourceArn = [{ suffix = ":table/${name}" }] } },
      ] }
    }
  })

  rule_names = [var.event_rule_name, { prefix = "${var.name_prefix}-watch-" }]

  patterns = merge(
    # detail-type and source: only AWS itself can send events whose source begins with "aws."
    { for key, rule in local.tampering : key => jsonencode({
      source      = [{ prefix = "aws." }]
      detail-type = ["AWS API Call via CloudTrail"]
      detail      = merge({ eventSource = [rule.source], eventName = rule.names, errorCode = [{ exists = false }] }, rule.where)
    }) },
    # A refused call often has no request parameters, so nothing says whose thing it was meant for. Refused calls on trails are rare enough
    # for a notification each; the other refused calls are counted by the alarm cis-unauthorized-calls.
    { refused = jsonencode({
      source      = [{ prefix = "aws." }]
      detail-type = ["AWS API Call via CloudTrail"]
      detail = {
        eventSource = ["cloudtrail.amazonaws.com"]
        eventName   = local.trail_calls
        errorCode   = [{ prefix = "AccessDenied" }, { suffix = "UnauthorizedOperation" }]
      }
    }) }
  )

  messages = merge(
    { for key, rule in local.tampering : key => { what = rule.what, advice = rule.advice } },
    { refused = {
      what   = "somebody tried to stop, delete or change a trail of this account and was refused"
      advice = "Nothing was changed. If nobody planned it: revoke the caller's credentials and look at what else they tried."
    } }
  )
}
