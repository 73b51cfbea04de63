# A group of its own, since a scheduler's role is bound to its group.
resource "aws_scheduler_schedule_group" "this" {
  name = var.prefix
  tags = var.tags
}

resource "aws_scheduler_schedule" "sweep" {
  name                = "${var.prefix}-sweep"
  group_name          = aws_scheduler_schedule_group.this.name
  description         = "Every group is looked at, events or not"
  schedule_expression = "rate(${var.sweep_interval_minutes} minutes)"

  flexible_time_window {
    mode = "OFF"
  }

  target {
    arn      = aws_sqs_queue.events.arn
    role_arn = aws_iam_role.scheduler.arn
    input    = jsonencode({ sgwatch = "sweep" })

    retry_policy {
      maximum_event_age_in_seconds = 60 * var.sweep_interval_minutes # then the next one is due
      maximum_retry_attempts       = 185
    }

    dead_letter_config {
      arn = aws_sqs_queue.dead_deliveries.arn
    }
  }

  depends_on = [aws_iam_role_policy.scheduler]
}

resource "aws_iam_role" "scheduler" {
  name                 = "${var.prefix}-scheduler-${var.account.region}"
  description          = "EventBridge Scheduler asks the SgWatch function for a sweep"
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
      values   = [var.account.id]
    }

    condition {
      test     = "ArnEquals"
      variable = "aws:SourceArn"
      values   = [aws_scheduler_schedule_group.this.arn]
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
    resources = [aws_sqs_queue.events.arn, aws_sqs_queue.dead_deliveries.arn]
  }

  # to a queue that is encrypted
  statement {
    sid       = "UseKey"
    actions   = ["kms:Decrypt", "kms:GenerateDataKey"]
    resources = [var.kms_key_arn]
  }
}
