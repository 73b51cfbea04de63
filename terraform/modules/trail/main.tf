locals {
  # by name, since the bucket's policy names the trail before there is one
  trail_arn = "arn:${var.account.partition}:cloudtrail:${var.account.region}:${var.account.id}:trail/${var.name}"
}

resource "aws_cloudtrail" "this" {
  name                          = var.name
  is_multi_region_trail         = true
  include_global_service_events = true
  enable_log_file_validation    = true
  enable_logging                = true
  s3_bucket_name                = aws_s3_bucket.trail.bucket
  kms_key_id                    = var.kms_key_arn
  cloud_watch_logs_group_arn    = "${aws_cloudwatch_log_group.trail.arn}:*"
  cloud_watch_logs_role_arn     = aws_iam_role.trail.arn
  tags                          = var.tags

  event_selector {
    read_write_type           = "All"
    include_management_events = true
  }

  depends_on = [aws_s3_bucket_policy.trail, aws_s3_bucket_ownership_controls.trail, aws_iam_role_policy.trail]
}
