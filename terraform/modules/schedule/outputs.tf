output "name" {
  description = "The schedule."
  value       = aws_scheduler_schedule.sweep.name
}

output "target" {
  description = "The message that it sends, and where."
  value       = aws_scheduler_schedule.sweep.target[0]
}
