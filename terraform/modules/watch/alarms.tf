# The dead-man's switch and the guard's health, one entry for each alarm.
#
# Left out of an entry: statistic Sum, more than 0 within one period of 5 minutes, and no data means all is well.

locals {
  topics       = concat([var.topic_arn], var.extra_topic_arns)
  sweep_period = var.sweep_interval_minutes * 60

  # Longer than the queue hides a message: what EC2 doesn't show yet is handed back, and judged when the event is five minutes old.
  queue_age = max(420, 60 * ceil(8 * var.function_timeout_seconds / 60))

  health = merge(
    {
      sweep-missing = {
        # two whole intervals: an early sweep and a late one after it may leave one interval empty, never two
        description = join(" ", [
          "No sweep of SgWatch has completed for two intervals. Schedule, queue, function or permissions are broken, and what no event",
          "reported stays open. What to do: look at the function's errors and the dead-letter queue. Then start a sweep by hand and",
          "watch its log.",
        ])
        namespace  = var.metric_namespace
        metric     = "SweepCompleted"
        comparison = "LessThanThreshold"
        threshold  = 1
        period     = local.sweep_period
        periods    = 2
        missing    = "breaching"
      }
      remediation-failed = {
        description = join(" ", [
          "SgWatch found a group that breaks the policy and couldn't close it. What to do: close the group by hand; the message and the",
          "function's log name it and the reason. Then remove the cause, usually a missing permission or a denying policy above it.",
        ])
        namespace = var.metric_namespace
        metric    = "Failed"
      }
      memory-restored = {
        description = join(" ", [
          "SgWatch's memory in its table was gone or older than its copy, and was filled again from the copy. What to do: find out who",
          "emptied or restored the table, in CloudTrail and in the table's backups. Nothing that was tolerated was closed.",
        ])
        namespace = var.metric_namespace
        metric    = "MemoryRestored"
      }
      machine-untold = {
        description = join(" ", [
          "SgWatch couldn't send something to the event bus or Security Hub. It closed groups and notified people. What to do: read the",
          "reason in the function's log. Usually Security Hub isn't enabled in the group's account and region, or the event bus doesn't",
          "take the function's events.",
        ])
        namespace = var.metric_namespace
        metric    = "Unsent"
      }
      function-errors = {
        description = join(" ", [
          "A run of SgWatch's function ended in an error. Its messages are retried, and go to the dead-letter queue if that doesn't",
          "help. What to do: read the function's log for the error.",
        ])
        namespace  = "AWS/Lambda"
        metric     = "Errors"
        dimensions = { FunctionName = var.function_name }
      }
      function-throttles = {
        # a single throttle is retried within a minute and does no harm
        description = join(" ", [
          "Lambda has throttled SgWatch's function for 15 minutes, so events wait. What to do: look at the account's concurrency limit,",
          "at what else runs, and at the function's reserved concurrency. 0 stops the function; somebody may have set it.",
        ])
        namespace  = "AWS/Lambda"
        metric     = "Throttles"
        dimensions = { FunctionName = var.function_name }
        periods    = 3
      }
      function-duration = {
        description = join(" ", [
          "A run of SgWatch's function took more than 80 % of its timeout. Past the timeout its messages come again and are judged",
          "again. What to do: look for throttling by EC2 in the log. Make batches smaller or the timeout longer.",
        ])
        namespace  = "AWS/Lambda"
        metric     = "Duration"
        dimensions = { FunctionName = var.function_name }
        statistic  = "Maximum"
        threshold  = var.function_timeout_seconds * 800
      }
      queue-age = {
        description = join(" ", [
          "A change has waited in SgWatch's queue for more than ${local.queue_age / 60} minutes without being judged for good.",
          "What to do: look at the function's errors and throttles, and whether its event source mapping is enabled.",
          "Meanwhile look at the groups that changed.",
        ])
        namespace  = "AWS/SQS"
        metric     = "ApproximateAgeOfOldestMessage"
        dimensions = { QueueName = var.queue_name }
        statistic  = "Maximum"
        threshold  = local.queue_age
      }
      topic-failed = {
        description = join(" ", [
          "SNS couldn't deliver a message of SgWatch's topic to a subscriber. What to do: look at the topic's delivery status and its",
          "subscriptions. The table has the incidents.",
        ])
        namespace  = "AWS/SNS"
        metric     = "NumberOfNotificationsFailed"
        dimensions = { TopicName = var.topic_name }
      }
      event-rule-failed = {
        description = join(" ", [
          "EventBridge couldn't put an event into SgWatch's queue. What to do: check that the queue's policy and its key's policy admit",
          "events.amazonaws.com. Then run a sweep.",
        ])
        namespace  = "AWS/Events"
        metric     = "FailedInvocations"
        dimensions = { RuleName = var.event_rule_name }
      }
    },
    { for name in var.dead_letter_queue_names : "dead-letters-${name}" => {
      runbook = "dead-letters"
      description = join(" ", [
        "Messages are in the dead-letter queue ${name}: changes that SgWatch didn't judge. What to do: read one, which names the group.",
        "Find the reason in the function's log and remove it. Then move the messages back to their queue (aws sqs",
        "start-message-move-task).",
      ])
      namespace  = "AWS/SQS"
      metric     = "ApproximateNumberOfMessagesVisible"
      dimensions = { QueueName = name }
      statistic  = "Maximum"
    } },
    { for key in keys(local.messages) : "watch-failed-${key}" => {
      runbook = "watch-failed"
      description = join(" ", [
        "EventBridge couldn't report that somebody tampered with the guard (rule ${var.name_prefix}-watch-${key}). What to do: search",
        "the trail for what happened. Then check that the topic's policy and its key's policy admit events.amazonaws.com.",
      ])
      namespace  = "AWS/Events"
      metric     = "FailedInvocations"
      dimensions = { RuleName = aws_cloudwatch_event_rule.tampering[key].name }
    } },
    { for name in var.trail_log_group_name == null ? [] : [var.trail_log_group_name] : "trail-silent" => {
      # the sweep's own calls are in the trail, so no interval of a healthy account is empty; CloudTrail may be a quarter of an hour late
      description = join(" ", [
        "CloudTrail has written nothing to the log group ${name} for two intervals, though the sweep alone makes calls. What to do:",
        "check whether the trail is logging (aws cloudtrail get-trail-status), its role, the log group and the key. Without the trail",
        "SgWatch gets no events.",
      ])
      namespace  = "AWS/Logs"
      metric     = "IncomingLogEvents"
      dimensions = { LogGroupName = name }
      comparison = "LessThanThreshold"
      threshold  = 1
      period     = max(local.sweep_period, 1800)
      periods    = 2
      missing    = "breaching"
    } },
  )
}

resource "aws_cloudwatch_metric_alarm" "health" {
  for_each = local.health

  alarm_name          = "${var.name_prefix}-${each.key}"
  alarm_description   = "SgWatch: ${each.value.description} Runbook: ${try(each.value.runbook, each.key)}."
  namespace           = each.value.namespace
  metric_name         = each.value.metric
  dimensions          = try(each.value.dimensions, {})
  statistic           = try(each.value.statistic, "Sum")
  period              = try(each.value.period, 300)
  evaluation_periods  = try(each.value.periods, 1)
  comparison_operator = try(each.value.comparison, "GreaterThanThreshold")
  threshold           = try(each.value.threshold, 0)
  treat_missing_data  = try(each.value.missing, "notBreaching")
  alarm_actions       = local.topics
  ok_actions          = local.topics
  tags                = var.tags
}
