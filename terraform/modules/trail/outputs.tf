output "arn" {
  description = "The trail."
  value       = local.arn
}

output "bucket_name" {
  description = "The trail's bucket."
  value       = aws_s3_bucket.trail.bucket
}

output "log_group_name" {
  description = "The trail's log group."
  value       = aws_cloudwatch_log_group.trail.name
}
