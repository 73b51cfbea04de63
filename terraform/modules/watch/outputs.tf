output "rule_arns" {
  description = "ARNs of the EventBridge rules that report tampering, by what they watch."
  value       = { for key, rule in aws_cloudwatch_event_rule.tampering : key => rule.arn }
}

output "alarm_arns" {
  description = "ARNs of every alarm, by name without the prefix."
  value       = { for key, alarm in merge(aws_cloudwatch_metric_alarm.health, aws_cloudwatch_metric_alarm.counted) : key => alarm.arn }
}

output "dashboard_name" {
  description = "Name of the CloudWatch dashboard."
  value       = aws_cloudwatch_dashboard.this.dashboard_name
}
