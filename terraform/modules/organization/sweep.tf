# A group of its own, since a scheduler's role is bound to its group.
resource "aws_scheduler_schedule_group" "members" {
  name = "${var.prefix}-members"
  tags = var.tags
}

# One message names every account and region; the function makes one of each, a few at a time.
resource "aws_scheduler_schedule" "sweep" {
  name                = "${var.prefix}-members-sweep"
  group_name          = aws_scheduler_schedule_group.members.name
  description         = "Every group of every account is looked at, events or not"
  schedule_expression = "rate(${var.sweep_interval_minutes} minutes)"

  flexible_time_window {
    mode = "OFF"
  }

  target {
    arn      = var.queue_arn
    role_arn = aws_iam_role.scheduler.arn
    input    = jsonencode({ sgwatch = "sweep", accounts = local.accounts, regions = var.regions })

    retry_policy {
      maximum_event_age_in_seconds = 60 * var.sweep_interval_minutes # then the next one is due
      maximum_retry_attempts       = 185
    }
  }

  depends_on = [aws_iam_role_policy.scheduler]
}

resource "aws_iam_role" "scheduler" {
  name                 = "${var.prefix}-members-scheduler-${local.region}"
  description          = "EventBridge Scheduler asks the SgWatch function for a sweep of every account"
  assume_role_policy   = data.aws_iam_policy_document.scheduler_assume.json
  permissions_boundary = var.permissions_boundary_arn
  tags                 = var.tags
}

data "aws_iam_policy_document" "scheduler_assume" {
  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["scheduler.amazonaws.com"]
    }

    condition {
      test     = "StringEquals"
      variable = "aws:SourceAccount"
      values   = [local.account_id]
    }

    condition {
      test     = "ArnEquals"
      variable = "aws:SourceArn"
      values   = [aws_scheduler_schedule_group.members.arn]
    }
  }
}

resource "aws_iam_role_policy" "scheduler" {
  name   = "send"
  role   = aws_iam_role.scheduler.name
  policy = data.aws_iam_policy_document.scheduler.json
}

data "aws_iam_policy_document" "scheduler" {
  statement {
    sid       = "Send"
    actions   = ["sqs:SendMessage"]
    resources = [var.queue_arn]
  }

  # to a queue that is encrypted
  statement {
    sid       = "UseKey"
    actions   = ["kms:Decrypt", "kms:GenerateDataKey"]
    resources = [var.kms_key_arn]
  }
}
