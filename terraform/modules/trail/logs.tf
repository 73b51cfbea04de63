resource "aws_cloudwatch_log_group" "trail" {
  name              = var.log_group_name
  retention_in_days = var.log_retention_days
  kms_key_id        = var.kms_key_arn
  tags              = var.tags
}

resource "aws_iam_role" "trail" {
  name                 = var.role_name
  description          = "CloudTrail writes to the log group ${var.log_group_name}"
  assume_role_policy   = data.aws_iam_policy_document.trail_assume.json
  permissions_boundary = var.permissions_boundary_arn
  tags                 = var.tags
}

data "aws_iam_policy_document" "trail_assume" {
  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["cloudtrail.amazonaws.com"]
    }
  }
}

resource "aws_iam_role_policy" "trail" {
  name   = "logs"
  role   = aws_iam_role.trail.name
  policy = data.aws_iam_policy_document.trail_logs.json
}

data "aws_iam_policy_document" "trail_logs" {
  statement {
    sid     = "Write"
    actions = ["logs:CreateLogStream", "logs:PutLogEvents"]
    resources = [
      for stream in concat(["${var.account.id}_CloudTrail_${var.account.region}*"], [for id in local.organization_ids : "${id}_*"]) :
      "arn:${var.account.partition}:logs:${var.account.region}:${var.account.id}:log-group:${var.log_group_name}:log-stream:${stream}"
    ]
  }
}
