output "function_name" {
  description = "The function."
  value       = module.pipeline.function_name
}

output "function_role_arn" {
  description = "The function's role. Member roles trust it, and guardrails may name it in `unless-changed-by`."
  value       = module.pipeline.function_role_arn
}

output "function_log_group_name" {
  description = "The log group where the function writes a line for every decision."
  value       = module.pipeline.function_log_group_name
}

output "event_rule_name" {
  description = "The rule on the default event bus."
  value       = module.pipeline.event_rule_name
}

output "queue_url" {
  description = "The queue between rule and function."
  value       = module.pipeline.queue_url
}

output "queue_arn" {
  description = "The same queue, for policies and rules."
  value       = module.pipeline.queue_arn
}

output "dead_letter_queue_urls" {
  description = "Queues of failed messages: `events` (the function failed) and `deliveries` (the queue didn't take them)."
  value       = module.pipeline.dead_letter_queue_urls
}

output "dead_letter_queue_arns" {
  description = "The same queues, for policies and rules."
  value       = module.pipeline.dead_letter_queue_arns
}

output "topic_arn" {
  description = "The topic that sends messages to people. Subscribe anything else to it."
  value       = module.topic.arn
}

output "table_name" {
  description = "The incidents' table."
  value       = module.pipeline.table_name
}

output "policy_uri" {
  description = "The policy object and its version; null for the built-in policy."
  value       = module.pipeline.policy_uri
}

output "policy_bucket_name" {
  description = "The policy object's bucket, which keeps every version."
  value       = module.pipeline.policy_bucket_name
}

output "schedule_name" {
  description = "The sweep's schedule, in the schedule group named by `prefix`."
  value       = module.pipeline.scheduler_name
}

output "trail_arn" {
  description = "The trail."
  value       = local.trail_arn
}

output "trail_bucket_name" {
  description = "The trail's bucket; null with an existing trail."
  value       = one(module.trail[*].bucket_name)
}

output "trail_log_group_name" {
  description = "The trail's log group; null if an existing trail has none."
  value       = local.makes_trail ? module.trail[0].log_group_name : var.existing_trail.log_group_name
}

output "kms_key_arn" {
  description = "The key of everything that is stored."
  value       = module.key.arn
}

output "dashboard_name" {
  description = "The CloudWatch dashboard."
  value       = module.watch.dashboard_name
}
