locals {
  # which send to the queue, and elsewhere what it doesn't take
  rules = concat([aws_cloudwatch_event_rule.changes.arn], var.extra_event_rule_arns)
}

resource "aws_sqs_queue" "events" {
  name                      = "${var.prefix}-events"
  kms_master_key_id         = var.kms_key_arn
  message_retention_seconds = 1209600
  # 6 times: Lambda Developer Guide, "Using Lambda with Amazon SQS". EC2 may show what a call did only after five minutes. Until then the
  # function hands the message back, so five deliveries have to take longer.
  visibility_timeout_seconds = max(6 * var.timeout_seconds, 90)
  tags                       = var.tags

  redrive_policy = jsonencode({
    deadLetterTargetArn = aws_sqs_queue.dead_events.arn
    maxReceiveCount     = 5
  })
}

# events that the function couldn't work on
resource "aws_sqs_queue" "dead_events" {
  name                      = "${var.prefix}-events-dead"
  kms_master_key_id         = var.kms_key_arn
  message_retention_seconds = 1209600
  tags                      = var.tags
}

# events and sweeps that couldn't be put into the queue
resource "aws_sqs_queue" "dead_deliveries" {
  name                      = "${var.prefix}-deliveries-dead"
  kms_master_key_id         = var.kms_key_arn
  message_retention_seconds = 1209600
  tags                      = var.tags
}

resource "aws_sqs_queue_policy" "events" {
  queue_url = aws_sqs_queue.events.url
  policy    = data.aws_iam_policy_document.queue["events"].json
}

resource "aws_sqs_queue_policy" "dead_events" {
  queue_url = aws_sqs_queue.dead_events.url
  policy    = data.aws_iam_policy_document.queue["dead_events"].json
}

resource "aws_sqs_queue_policy" "dead_deliveries" {
  queue_url = aws_sqs_queue.dead_deliveries.url
  policy    = data.aws_iam_policy_document.queue["dead_deliveries"].json
}

data "aws_iam_policy_document" "queue" {
  for_each = {
    events          = { arn = aws_sqs_queue.events.arn, rules = local.rules }
    dead_events     = { arn = aws_sqs_queue.dead_events.arn, rules = [] }
    dead_deliveries = { arn = aws_sqs_queue.dead_deliveries.arn, rules = local.rules }
  }

  dynamic "statement" {
    for_each = length(each.value.rules) == 0 ? [] : [each.value.rules]

    content {
      sid       = "Rules"
      actions   = ["sqs:SendMessage"]
      resources = [each.value.arn]

      principals {
        type        = "Service"
        identifiers = ["events.amazonaws.com"]
      }

      condition {
        test     = "ArnEquals"
        variable = "aws:SourceArn"
        values   = statement.value
      }
    }
  }

  statement {
    sid       = "TlsOnly"
    effect    = "Deny"
    actions   = ["sqs:*"]
    resources = [each.value.arn]

    principals {
      type        = "*"
      identifiers = ["*"]
    }

    condition {
      test     = "Bool"
      variable = "aws:SecureTransport"
      values   = ["false"]
    }
  }
}
