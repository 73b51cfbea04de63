output "arn" {
  description = "The trail."
  value       = aws_cloudtrail.this.arn
}

output "bucket_name" {
  description = "The trail's bucket."
  value       = aws_s3_bucket.trail.bucket
}
