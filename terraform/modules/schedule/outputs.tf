output "name" {
  description = "The schedule."
  value       = aws_scheduler_schedule.sweep.name
}

output "input" {
  description = "The message that it sends."
  value       = aws_scheduler_schedule.sweep.target[0].input
}
