locals {
  region = data.aws_region.current.name

  # a graph: its title, its lines and how their values are put together
  graphs = [
    ["Events in", "Sum", [
      ["AWS/Events", "MatchedEvents", "RuleName", var.event_rule_name],
      ["AWS/SQS", "NumberOfMessagesSent", "QueueName", var.queue_name],
      [var.metric_namespace, "Ignored"],
    ]],
    ["Reverts and failures", "Sum", [
      [var.metric_namespace, "Reverted"],
      [var.metric_namespace, "Failed"],
    ]],
    ["From event to revert (ms)", "p50", [
      [var.metric_namespace, "EventToRevertMs", { label = "p50" }],
      [var.metric_namespace, "EventToRevertMs", { label = "p99", stat = "p99" }],
    ]],
    ["Age of the oldest event (s)", "Maximum", [
      ["AWS/SQS", "ApproximateAgeOfOldestMessage", "QueueName", var.queue_name],
    ]],
    ["Dead letters", "Maximum", [
      for name in var.dead_letter_queue_names : ["AWS/SQS", "ApproximateNumberOfMessagesVisible", "QueueName", name]
    ]],
    ["Errors of the function", "Sum", [
      ["AWS/Lambda", "Errors", "FunctionName", var.function_name],
      ["AWS/Lambda", "Throttles", "FunctionName", var.function_name],
    ]],
    ["Duration of the function (ms)", "p50", [
      ["AWS/Lambda", "Duration", "FunctionName", var.function_name, { label = "p50" }],
      ["AWS/Lambda", "Duration", "FunctionName", var.function_name, { label = "longest", stat = "Maximum" }],
    ]],
    ["Sweeps completed", "Sum", [
      [var.metric_namespace, "SweepCompleted"],
    ]],
    ["Messages to people", "Sum", [
      ["AWS/SNS", "NumberOfNotificationsDelivered", "TopicName", var.topic_name],
      ["AWS/SNS", "NumberOfNotificationsFailed", "TopicName", var.topic_name],
    ]],
  ]

  alarm_arns = concat(
    [for alarm in aws_cloudwatch_metric_alarm.health : alarm.arn],
    [for alarm in aws_cloudwatch_metric_alarm.counted : alarm.arn],
  )
}

data "aws_region" "current" {}

resource "aws_cloudwatch_dashboard" "this" {
  dashboard_name = var.name_prefix
  dashboard_body = jsonencode({
    widgets = concat(
      [{
        type       = "alarm", x = 0, y = 0, width = 24, height = 6
        properties = { title = "Alarms, the latest first", sortBy = "stateUpdatedTimestamp", alarms = local.alarm_arns }
      }],
      [for index, graph in local.graphs : {
        type = "metric", x = 8 * (index % 3), y = 6 + 6 * floor(index / 3), width = 8, height = 6
        properties = {
          title = graph[0], stat = graph[1], metrics = graph[2], region = local.region, period = 300, view = "timeSeries"
          yAxis = { left = { min = 0 } }
        }
      } if length(graph[2]) > 0],
    )
  })
}
