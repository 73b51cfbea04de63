# A bus of its own: whatever the members send reaches the guard's queue and nothing else of this account.
resource "aws_cloudwatch_event_bus" "hub" {
  name        = "${var.prefix}-hub"
  description = "Changes of security groups in the accounts of the organisation"
  tags        = var.tags
}

resource "aws_cloudwatch_event_bus_policy" "hub" {
  event_bus_name = aws_cloudwatch_event_bus.hub.name
  policy         = data.aws_iam_policy_document.hub.json
}

# an event says what changed and never what to do: the worst that a member can send is a cause to look at its own groups
data "aws_iam_policy_document" "hub" {
  statement {
    sid       = "Organization"
    actions   = ["events:PutEvents"]
    resources = [aws_cloudwatch_event_bus.hub.arn]

    principals {
      type        = "*"
      identifiers = ["*"]
    }

    condition {
      test     = "StringEquals"
      variable = "aws:PrincipalOrgID"
      values   = [var.organization_id]
    }
  }
}

resource "aws_cloudwatch_event_rule" "members" {
  name           = "${var.prefix}-members"
  description    = "Changes of security groups in the members, to the SgWatch function"
  event_bus_name = aws_cloudwatch_event_bus.hub.name
  event_pattern  = file("${path.module}/../../event-pattern.json")
  tags           = var.tags
}

resource "aws_cloudwatch_event_target" "queue" {
  rule           = aws_cloudwatch_event_rule.members.name
  event_bus_name = aws_cloudwatch_event_bus.hub.name
  target_id      = "queue"
  arn            = var.queue_arn

  retry_policy {
    maximum_event_age_in_seconds = 86400
    maximum_retry_attempts       = 185
  }

  dead_letter_config {
    arn = var.dead_letter_queue_arn
  }
}
