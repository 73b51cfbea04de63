# Straight from EventBridge to the topic, without the function, because a message about the guard must not need the guard.

resource "aws_cloudwatch_event_rule" "tampering" {
  for_each = local.messages

  name          = "${var.name_prefix}-watch-${each.key}"
  description   = substr("SgWatch: ${each.key == "refused" ? "" : "reports when "}${each.value.what}", 0, 512)
  event_pattern = local.patterns[each.key]
  tags          = var.tags
}

resource "aws_cloudwatch_event_target" "tampering" {
  for_each = merge([
    for key, message in local.messages : {
      for index, topic in concat([var.topic_arn], var.extra_topic_arns) :
      "${key}-${index}" => { rule = key, id = "topic-${index}", message = message, topic = topic }
    }
  ]...)

  rule      = aws_cloudwatch_event_rule.tampering[each.value.rule].name
  target_id = each.value.id
  arn       = each.value.topic

  # The template is one quoted string: what the event says stands in it as text. Only fields that AWS writes or whose letters AWS
  # restricts are taken; no user agent and no request parameter, in which a caller could write anything.
  input_transformer {
    input_paths = {
      what    = "$.detail.eventName"
      service = "$.detail.eventSource"
      who     = "$.detail.userIdentity.arn"
      kind    = "$.detail.userIdentity.type"
      from    = "$.detail.sourceIPAddress"
      when    = "$.detail.eventTime"
      account = "$.detail.recipientAccountId"
      region  = "$.detail.awsRegion"
      id      = "$.detail.eventID"
    }
    input_template = join("", [
      "\"SgWatch, guard tampered with: ${each.value.message.what}. ",
      "What: <what> of <service>. Who: <who> (<kind>) from <from>. When: <when>. ",
      "Where: account <account>, region <region>. CloudTrail event: <id>. ",
      "What to do: ${each.value.message.advice}\"",
    ])
  }
}
