resource "aws_iam_role" "function" {
  name                 = "${var.prefix}-function-${var.account.region}"
  description          = "The SgWatch function ${var.function_name}"
  assume_role_policy   = data.aws_iam_policy_document.function_assume.json
  permissions_boundary = var.permissions_boundary_arn
  tags                 = var.tags
}

data "aws_iam_policy_document" "function_assume" {
  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["lambda.amazonaws.com"]
    }
  }
}

resource "aws_iam_role_policy" "function" {
  name   = "guard"
  role   = aws_iam_role.function.name
  policy = data.aws_iam_policy_document.function.json
}

data "aws_iam_policy_document" "function" {
  # EC2 knows no resource for a describe (Service Authorization Reference, "Actions defined by Amazon EC2")
  statement {
    sid       = "Look"
    resources = ["*"]
    actions = [
      "ec2:DescribeManagedPrefixLists", "ec2:DescribeSecurityGroupRules", "ec2:DescribeSecurityGroupVpcAssociations",
      "ec2:DescribeSecurityGroups", "ec2:DescribeVpcs",
    ]
  }

  # lists of other accounts and of AWS itself are looked into too
  statement {
    sid       = "LookIntoPrefixLists"
    actions   = ["ec2:GetManagedPrefixListEntries"]
    resources = ["arn:${var.account.partition}:ec2:*:*:prefix-list/*"]
  }

  # who made a rule whose event was lost; CloudTrail knows no resource for it
  statement {
    sid       = "AskWhoMadeIt"
    actions   = ["cloudtrail:LookupEvents"]
    resources = ["*"]
  }

  # how many rules a group may have; Service Quotas knows no resource for it
  statement {
    sid       = "AskForQuota"
    actions   = ["servicequotas:GetAWSDefaultServiceQuota", "servicequotas:GetServiceQuota"]
    resources = ["*"]
  }

  # an observer can't change anything, whatever its policy and its code say
  dynamic "statement" {
    for_each = var.mode == "enforce" ? [1] : []

    content {
      sid = "Close"
      actions = [
        "ec2:AuthorizeSecurityGroupEgress",
        "ec2:AuthorizeSecurityGroupIngress",
        "ec2:RevokeSecurityGroupEgress",
        "ec2:RevokeSecurityGroupIngress",
      ]
      resources = [
        "arn:${var.account.partition}:ec2:*:${var.account.id}:security-group/*",
        "arn:${var.account.partition}:ec2:*:${var.account.id}:security-group-rule/*",
      ]
    }
  }

  dynamic "statement" {
    for_each = var.member_role_name == null ? [] : [var.member_role_name]

    content {
      sid       = "GuardMembers"
      actions   = ["sts:AssumeRole"]
      resources = ["arn:${var.account.partition}:iam::*:role/${statement.value}"]
    }
  }

  statement {
    sid       = "Tell"
    actions   = ["sns:Publish"]
    resources = [var.topic_arn]
  }

  dynamic "statement" {
    for_each = var.incident_event_bus_arn == null ? [] : [var.incident_event_bus_arn]

    content {
      sid       = "TellEventBus"
      actions   = ["events:PutEvents"]
      resources = [statement.value]

      condition {
        test     = "ForAllValues:StringEquals"
        variable = "events:source"
        values   = ["sgwatch"]
      }
    }
  }

  # the account's own product, whatever the region of the group
  dynamic "statement" {
    for_each = contains(var.findings, "security-hub") ? [1] : []

    content {
      sid       = "TellSecurityHub"
      actions   = ["securityhub:BatchImportFindings"]
      resources = ["arn:${var.account.partition}:securityhub:*:${var.account.id}:product/${var.account.id}/default"]
    }
  }

  # SendMessage: a sweep that runs out of time sends its own continuation
  statement {
    sid       = "TakeEvents"
    actions   = ["sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:ReceiveMessage", "sqs:SendMessage"]
    resources = [aws_sqs_queue.events.arn]
  }

  statement {
    sid       = "Record"
    actions   = ["dynamodb:DeleteItem", "dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:Query", "dynamodb:UpdateItem"]
    resources = [aws_dynamodb_table.incidents.arn, "${aws_dynamodb_table.incidents.arn}/index/recent"]
  }

  dynamic "statement" {
    for_each = var.policy_file == null ? [] : [1]

    content {
      sid       = "ReadPolicy"
      actions   = ["s3:GetObjectVersion"] # the function asks for one version, which takes no more
      resources = ["${aws_s3_bucket.policy.arn}/${local.policy_key}"]
    }
  }

  # ListBucket: without it a copy that isn't there yet looks like one that may not be read
  statement {
    sid       = "FindMemoryCopy"
    actions   = ["s3:ListBucket"]
    resources = [aws_s3_bucket.policy.arn]
  }

  statement {
    sid       = "CopyMemory"
    actions   = ["s3:GetObject", "s3:PutObject"]
    resources = ["${aws_s3_bucket.policy.arn}/${local.memory_prefix}/*"]
  }

  # environment, policy, queue and table are decrypted in the function's name; messages to queue and topic are encrypted in it
  statement {
    sid       = "UseKey"
    actions   = ["kms:Decrypt", "kms:GenerateDataKey"]
    resources = [var.kms_key_arn]
  }

  statement {
    sid       = "Log"
    actions   = ["logs:CreateLogStream", "logs:PutLogEvents"]
    resources = ["${aws_cloudwatch_log_group.function.arn}:*"]
  }

  # X-Ray knows no resource for these
  dynamic "statement" {
    for_each = var.tracing ? [1] : []

    content {
      sid       = "Trace"
      actions   = ["xray:PutTelemetryRecords", "xray:PutTraceSegments"]
      resources = ["*"]
    }
  }
}
