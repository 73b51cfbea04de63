# The way of an event: rule -> queue -> function. What can't be put into the queue, and what the function can't work on after
# several tries, ends in a dead-letter queue each.

resource "aws_cloudwatch_event_rule" "changes" {
  name          = var.event_rule_name
  description   = "Calls that may open a security group"
  event_pattern = var.event_pattern
  tags          = var.tags
}

resource "aws_cloudwatch_event_target" "queue" {
  rule      = aws_cloudwatch_event_rule.changes.name
  target_id = "queue"
  arn       = aws_sqs_queue.events.arn

  retry_policy {
    maximum_event_age_in_seconds = 86400
    maximum_retry_attempts       = 185
  }

  dead_letter_config {
    arn = aws_sqs_queue.dead_deliveries.arn
  }

  depends_on = [aws_sqs_queue_policy.events, aws_sqs_queue_policy.dead_deliveries]
}

resource "aws_lambda_event_source_mapping" "queue" {
  event_source_arn                   = aws_sqs_queue.events.arn
  function_name                      = aws_lambda_function.guard.function_name
  batch_size                         = var.batch_size
  maximum_batching_window_in_seconds = 0 # an open group waits for no batch to fill
  function_response_types            = ["ReportBatchItemFailures"]
  tags                               = var.tags

  scaling_config {
    maximum_concurrency = var.maximum_concurrency
  }
}
