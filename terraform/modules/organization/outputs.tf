output "event_bus_arn" {
  description = "The hub's bus, to which members send."
  value       = aws_cloudwatch_event_bus.hub.arn
}

output "rule_arn" {
  description = "The rule from the bus to the queue. The queue's policy must admit it."
  value       = aws_cloudwatch_event_rule.members.arn
}

output "stack_set_name" {
  description = "The StackSet of the members."
  value       = aws_cloudformation_stack_set.members.name
}

output "accounts" {
  description = "The accounts that the sweep covers."
  value       = local.accounts
}
