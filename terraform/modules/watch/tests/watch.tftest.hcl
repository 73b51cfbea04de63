# Offline: terraform init && terraform test. What the patterns match is shown by the tests in tests/SgWatch.EndToEnd/Stack.

mock_provider "aws" {
  mock_data "aws_region" {
    defaults = { name = "eu-west-1" }
  }
}

variables {
  name_prefix             = "sgwatch"
  topic_arn               = "arn:aws:sns:eu-west-1:111122223333:sgwatch"
  topic_name              = "sgwatch"
  trail_arn               = "arn:aws:cloudtrail:eu-west-1:111122223333:trail/sgwatch"
  trail_name              = "sgwatch"
  trail_bucket_name       = "sgwatch-trail-111122223333"
  trail_log_group_name    = "/sgwatch/trail"
  function_name           = "sgwatch"
  function_role_name      = "sgwatch-function"
  function_log_group_name = "/aws/lambda/sgwatch"
  event_rule_name         = "sgwatch-changes"
  scheduler_name          = "sgwatch-sweep"
  queue_name              = "sgwatch-events"
  queue_arn               = "arn:aws:sqs:eu-west-1:111122223333:sgwatch-events"
  dead_letter_queue_names = ["sgwatch-events-dead", "sgwatch-targets-dead"]
  policy_bucket_name      = "sgwatch-policy-111122223333"
  table_name              = "sgwatch"
  kms_key_arn             = "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"
}

run "everything_is_watched" {
  command = plan

  assert {
    condition     = length(aws_cloudwatch_event_rule.tampering) == 14 && length(aws_cloudwatch_event_target.tampering) == 14
    error_message = "expected one rule and one target for each thing that is watched, and one for refused calls"
  }
  assert {
    condition     = alltrue([for rule in aws_cloudwatch_event_rule.tampering : length(rule.event_pattern) <= 2048])
    error_message = "an event pattern is longer than EventBridge takes by default (2048 characters)"
  }
  assert {
    condition     = alltrue([for filter in aws_cloudwatch_log_metric_filter.counted : length(filter.pattern) <= 1024])
    error_message = "a filter pattern is longer than CloudWatch Logs takes (1024 characters)"
  }
  assert {
    condition     = length([for key in keys(aws_cloudwatch_metric_alarm.counted) : key if startswith(key, "cis-")]) == 15
    error_message = "section 4 of the CIS AWS Foundations Benchmark has 15 metric filters and alarms"
  }
  assert {
    condition     = aws_cloudwatch_metric_alarm.health["sweep-missing"].treat_missing_data == "breaching"
    error_message = "the dead-man's switch must go off when there is no data"
  }
  assert {
    condition     = length([for key in keys(aws_cloudwatch_metric_alarm.health) : key if startswith(key, "dead-letters-")]) == 2
    error_message = "expected one alarm for each dead-letter queue"
  }
  assert {
    condition = (
      alltrue([
        for alarm in merge(aws_cloudwatch_metric_alarm.health, aws_cloudwatch_metric_alarm.counted) :
        alarm.alarm_actions == toset([var.topic_arn])
      ])
    )
    error_message = "every alarm notifies the topic"
  }
}

run "without_a_log_group_of_the_trail_nothing_is_counted" {
  command = plan
  variables {
    trail_log_group_name = null
    trail_bucket_name    = null
  }

  assert {
    condition     = length(aws_cloudwatch_log_metric_filter.counted) == 0 && length(aws_cloudwatch_metric_alarm.counted) == 0
    error_message = "a metric filter without a log group"
  }
  assert {
    condition     = !contains(keys(aws_cloudwatch_metric_alarm.health), "trail-silent")
    error_message = "an alarm on a log group that isn't there"
  }
  assert {
    condition = (
      jsondecode(aws_cloudwatch_event_rule.tampering["bucket"].event_pattern).detail.requestParameters.bucketName
      == ["sgwatch-policy-111122223333"]
    )
    error_message = "only the policy's bucket is ours to watch"
  }
}

run "without_a_table_none_is_watched" {
  command = plan
  variables {
    table_name = null
  }

  assert {
    condition     = !contains(keys(aws_cloudwatch_event_rule.tampering), "table")
    error_message = "a rule for a table that isn't there"
  }
}

run "without_cis_alarms_changes_of_the_guard_are_still_counted" {
  command = plan
  variables {
    cis_alarms = false
  }

  assert {
    condition     = keys(aws_cloudwatch_metric_alarm.counted) == ["guard-role", "guard-rules"]
    error_message = "expected the alarms on the function's role and on the rules and no other"
  }
}

run "another_topic_is_told_too" {
  command = plan
  variables {
    extra_topic_arns = ["arn:aws:sns:eu-west-1:111122223333:security"]
  }

  assert {
    condition     = length(aws_cloudwatch_event_target.tampering) == 28
    error_message = "each rule notifies each topic"
  }
  assert {
    condition = (
      contains(aws_cloudwatch_metric_alarm.health["sweep-missing"].alarm_actions, "arn:aws:sns:eu-west-1:111122223333:security")
    )
    error_message = "each alarm notifies each topic"
  }
}

run "the_switch_follows_the_sweeps_interval" {
  command = plan
  variables {
    sweep_interval_minutes = 1440
  }

  assert {
    condition = (
      aws_cloudwatch_metric_alarm.health["sweep-missing"].period == 86400
      && aws_cloudwatch_metric_alarm.health["sweep-missing"].evaluation_periods == 2
    )
    error_message = "the dead-man's switch waits for two whole intervals"
  }
}

run "an_interval_longer_than_a_day_is_refused" {
  command = plan
  variables {
    sweep_interval_minutes = 2880
  }
  expect_failures = [var.sweep_interval_minutes]
}

run "a_fifth_extra_topic_is_refused" {
  command = plan
  variables {
    extra_topic_arns = [for name in ["a", "b", "c", "d", "e"] : "arn:aws:sns:eu-west-1:111122223333:${name}"]
  }
  expect_failures = [var.extra_topic_arns]
}
