output "function_name" {
  description = "The function."
  value       = aws_lambda_function.guard.function_name
}

output "function_role_arn" {
  description = "The function's role."
  value       = aws_iam_role.function.arn
}

output "function_role_name" {
  description = "The name of the function's role."
  value       = aws_iam_role.function.name
}

output "event_rule_name" {
  description = "The event rule."
  value       = aws_cloudwatch_event_rule.changes.name
}

output "scheduler_name" {
  description = "The sweep's schedule."
  value       = module.sweep.name
}

output "queue_name" {
  description = "The queue's name."
  value       = aws_sqs_queue.events.name
}

output "queue_arn" {
  description = "The queue."
  value       = aws_sqs_queue.events.arn
}

output "queue_url" {
  description = "The queue's URL."
  value       = aws_sqs_queue.events.url
}

output "dead_letter_queue_names" {
  description = "The names of the dead-letter queues."
  value       = [aws_sqs_queue.dead_events.name, aws_sqs_queue.dead_deliveries.name]
}

output "dead_letter_queue_urls" {
  description = "The dead-letter queues, by what ends there."
  value       = { events = aws_sqs_queue.dead_events.url, deliveries = aws_sqs_queue.dead_deliveries.url }
}

output "dead_letter_queue_arns" {
  description = "The same queues, for policies and rules."
  value       = { events = aws_sqs_queue.dead_events.arn, deliveries = aws_sqs_queue.dead_deliveries.arn }
}

output "policy_bucket_name" {
  description = "The policy's bucket."
  value       = aws_s3_bucket.policy.bucket
}

output "policy_uri" {
  description = "The policy object and its version; null for the built-in policy."
  value       = local.policy_uri
}

output "table_name" {
  description = "The incidents' table."
  value       = aws_dynamodb_table.incidents.name
}

output "function_log_group_name" {
  description = "The function's log group."
  value       = aws_cloudwatch_log_group.function.name
}
