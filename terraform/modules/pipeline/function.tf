resource "aws_lambda_function" "guard" {
  function_name                  = var.function_name
  description                    = "SgWatch: closes what the policy forbids in security groups"
  role                           = aws_iam_role.function.arn
  runtime                        = "provided.al2023"
  handler                        = "bootstrap"
  architectures                  = [var.architecture]
  filename                       = var.package
  source_code_hash               = filebase64sha256(var.package)
  memory_size                    = var.memory_mb
  timeout                        = var.timeout_seconds
  reserved_concurrent_executions = coalesce(var.reserved_concurrency, -1)
  kms_key_arn                    = var.kms_key_arn
  code_signing_config_arn        = var.code_signing_config_arn
  tags                           = var.tags

  environment {
    variables = merge(
      {
        SGWATCH_TOPIC_ARN = var.topic_arn
        SGWATCH_TABLE     = aws_dynamodb_table.incidents.name
        SGWATCH_QUEUE_URL = aws_sqs_queue.events.url

        SGWATCH_BASELINE_COPY = "s3://${aws_s3_bucket.policy.bucket}/${local.memory_prefix}"
        SGWATCH_DEPLOYED_AT   = terraform_data.deployed.output
      },
      var.policy_file == null ? {} : {
        SGWATCH_POLICY        = local.policy_uri
        SGWATCH_POLICY_SHA256 = filesha256(var.policy_file)
      },
      var.mode == "observe" ? { SGWATCH_MODE = "observe" } : {},
      var.log_level == "info" ? {} : { SGWATCH_LOG_LEVEL = var.log_level },
      var.member_role_name == null ? {} : { SGWATCH_MEMBER_ROLE = var.member_role_name },
      var.rules_per_group == null ? {} : { SGWATCH_RULES_PER_GROUP = tostring(var.rules_per_group) },
      var.external_id == null ? {} : { SGWATCH_EXTERNAL_ID = var.external_id },
      var.incident_event_bus_arn == null ? {} : { SGWATCH_EVENT_BUS = var.incident_event_bus_arn },
      length(var.findings) == 0 ? {} : { SGWATCH_FINDINGS = join(",", var.findings) },
    )
  }

  # no level is chosen: the function's metrics are lines without one
  logging_config {
    log_format = "JSON"
    log_group  = aws_cloudwatch_log_group.function.name
  }

  tracing_config {
    mode = var.tracing ? "Active" : "PassThrough"
  }

  depends_on = [aws_iam_role_policy.function]
}

# When the guard came: what a call from before that time made is no news. It is written once, by the first apply; later ones leave it.
resource "terraform_data" "deployed" {
  input = timestamp()

  lifecycle {
    ignore_changes = [input]
  }
}

resource "aws_cloudwatch_log_group" "function" {
  name              = var.function_log_group_name
  retention_in_days = var.log_retention_days
  kms_key_id        = var.kms_key_arn
  tags              = var.tags
}
