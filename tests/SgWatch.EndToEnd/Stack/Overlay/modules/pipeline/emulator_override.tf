# moto takes a function's logging configuration and key and never gives them back, so that every plan would set them again.
resource "aws_lambda_function" "guard" {
  kms_key_arn = null

  dynamic "logging_config" {
    for_each = []

    content {
      log_format = "JSON"
    }
  }
}

# moto gives the redrive policy back with other white space, so that every plan would set it again.
resource "aws_sqs_queue" "events" {
  lifecycle {
    ignore_changes = [redrive_policy]
  }
}

# moto reads no conditions in a bucket's policy: the denial of calls without TLS would deny them all.
resource "aws_s3_bucket_policy" "policy" {
  count = 0
}
