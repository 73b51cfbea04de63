resource "aws_kms_key" "this" {
  description             = "SgWatch (${var.alias}): logs, events, incidents, policy and messages"
  enable_key_rotation     = true
  deletion_window_in_days = 30
  policy                  = data.aws_iam_policy_document.key.json
  tags                    = var.tags
}

resource "aws_kms_alias" "this" {
  name          = "alias/${var.alias}"
  target_key_id = aws_kms_key.this.key_id
}

# In a key's policy "*" is this key.
data "aws_iam_policy_document" "key" {
  # without it nobody could ever change the key again, and no role's policy could name it
  statement {
    sid       = "Account"
    actions   = ["kms:*"]
    resources = ["*"]

    principals {
      type        = "AWS"
      identifiers = ["arn:${var.account.partition}:iam::${var.account.id}:root"]
    }
  }

  dynamic "statement" {
    for_each = var.trail_arn == null ? [] : [var.trail_arn]

    # Decrypt is for the bucket's own key (CloudTrail User Guide, "Configure AWS KMS key policies for CloudTrail"). The encryption
    # context isn't asked for: with a bucket key it is the bucket's. The trail's ARN is narrower anyway.
    content {
      sid       = "Trail"
      actions   = ["kms:GenerateDataKey*", "kms:Decrypt", "kms:DescribeKey"]
      resources = ["*"]

      principals {
        type        = "Service"
        identifiers = ["cloudtrail.amazonaws.com"]
      }

      condition {
        test     = "StringEquals"
        variable = "aws:SourceArn"
        values   = [statement.value]
      }
    }
  }

  statement {
    sid       = "Logs"
    actions   = ["kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:DescribeKey"]
    resources = ["*"]

    principals {
      type        = "Service"
      identifiers = ["logs.${var.account.region}.amazonaws.com"]
    }

    condition {
      test     = "ArnEquals"
      variable = "kms:EncryptionContext:aws:logs:arn"
      values = [
        for name in var.log_group_names :
        "arn:${var.account.partition}:logs:${var.account.region}:${var.account.id}:log-group:${name}"
      ]
    }
  }

  # EventBridge puts events into the encrypted queues and messages onto the encrypted topic. No condition: EventBridge gives none of
  # aws:SourceArn and aws:SourceAccount here, and with one nothing would ever arrive (Amazon SNS Developer Guide, "Encryption key
  # management"). What it may reach is bound by the policies of the queues and the topic.
  statement {
    sid       = "Events"
    actions   = ["kms:GenerateDataKey*", "kms:Decrypt"]
    resources = ["*"]

    principals {
      type        = "Service"
      identifiers = ["events.amazonaws.com"]
    }
  }

  # alarms publish to the encrypted topic
  statement {
    sid       = "Alarms"
    actions   = ["kms:GenerateDataKey*", "kms:Decrypt"]
    resources = ["*"]

    principals {
      type        = "Service"
      identifiers = ["cloudwatch.amazonaws.com"]
    }

    condition {
      test     = "StringEquals"
      variable = "aws:SourceAccount"
      values   = [var.account.id]
    }
  }
}
