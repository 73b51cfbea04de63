# One metric filter, one metric and one alarm for each entry of cis.tf.

resource "aws_cloudwatch_log_metric_filter" "counted" {
  for_each = local.counted

  name           = "${var.name_prefix}-${each.key}"
  log_group_name = var.trail_log_group_name
  pattern        = each.value.pattern

  metric_transformation {
    name      = each.value.metric
    namespace = "${var.metric_namespace}/Trail"
    value     = "1"
  }
}

resource "aws_cloudwatch_metric_alarm" "counted" {
  for_each = local.counted

  alarm_name          = "${var.name_prefix}-${each.key}"
  alarm_description   = each.value.description
  namespace           = "${var.metric_namespace}/Trail"
  metric_name         = aws_cloudwatch_log_metric_filter.counted[each.key].metric_transformation[0].name
  statistic           = "Sum"
  period              = 300
  evaluation_periods  = 1
  comparison_operator = "GreaterThanOrEqualToThreshold"
  threshold           = 1
  treat_missing_data  = "notBreaching" # the metric has a value only when something happened
  alarm_actions       = local.topics
  tags                = var.tags
}
