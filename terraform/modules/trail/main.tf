locals {
  # an organisation's trail is the management account's, even if a delegated administrator makes it
  owner_id = var.organization == null ? var.account.id : var.organization.management_account_id

  # by name, since the policies of bucket and key name the trail before there is one
  arn = "arn:${var.account.partition}:cloudtrail:${var.account.region}:${local.owner_id}:trail/${var.name}"

  # the organisation's files and log streams lie beside those of a single account: a trail can be turned into the other kind
  organization_ids = var.organization[*].id
}

resource "aws_cloudtrail" "this" {
  name                          = var.name
  is_multi_region_trail         = true
  is_organization_trail         = var.organization != null
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
