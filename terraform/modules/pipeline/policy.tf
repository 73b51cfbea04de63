# The bucket stays when the policy file goes, so that every policy that ever held can be read again. Beside the policy lies a copy of the
# function's memory, from which an emptied table is filled again.

locals {
  memory_prefix = "baseline"
  policy_key    = "sgwatch.yaml"
  policy_uri = var.policy_file == null ? null : join("", [
    "s3://${aws_s3_bucket.policy.bucket}/${local.policy_key}", "?versionId=${aws_s3_object.policy[0].version_id}",
  ])
}

resource "aws_s3_object" "policy" {
  count = var.policy_file == null ? 0 : 1

  bucket                 = aws_s3_bucket.policy.id
  key                    = local.policy_key
  source                 = var.policy_file
  source_hash            = filesha256(var.policy_file)
  content_type           = "application/yaml"
  server_side_encryption = "aws:kms"
  kms_key_id             = var.kms_key_arn
  bucket_key_enabled     = true
  force_destroy          = var.force_destroy
  tags                   = var.tags

  depends_on = [aws_s3_bucket_versioning.policy, aws_s3_bucket_ownership_controls.policy]
}

resource "aws_s3_bucket" "policy" {
  bucket        = "${var.prefix}-policy-${var.account.id}-${var.account.region}"
  force_destroy = var.force_destroy
  tags          = var.tags
}

resource "aws_s3_bucket_public_access_block" "policy" {
  bucket                  = aws_s3_bucket.policy.id
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

resource "aws_s3_bucket_ownership_controls" "policy" {
  bucket = aws_s3_bucket.policy.id

  rule {
    object_ownership = "BucketOwnerEnforced"
  }
}

resource "aws_s3_bucket_versioning" "policy" {
  bucket = aws_s3_bucket.policy.id

  versioning_configuration {
    status = "Enabled"
  }
}

resource "aws_s3_bucket_server_side_encryption_configuration" "policy" {
  bucket = aws_s3_bucket.policy.id

  rule {
    bucket_key_enabled = true

    apply_server_side_encryption_by_default {
      sse_algorithm     = "aws:kms"
      kms_master_key_id = var.kms_key_arn
    }
  }
}

# a copy is written daily, and each is a new version
resource "aws_s3_bucket_lifecycle_configuration" "policy" {
  bucket = aws_s3_bucket.policy.id

  rule {
    id     = "old-copies"
    status = "Enabled"

    filter {
      prefix = "${local.memory_prefix}/"
    }

    noncurrent_version_expiration {
      noncurrent_days = 90
    }
  }

  depends_on = [aws_s3_bucket_versioning.policy]
}

resource "aws_s3_bucket_policy" "policy" {
  bucket = aws_s3_bucket.policy.id
  policy = data.aws_iam_policy_document.policy_bucket.json

  depends_on = [aws_s3_bucket_public_access_block.policy]
}

data "aws_iam_policy_document" "policy_bucket" {
  statement {
    sid       = "TlsOnly"
    effect    = "Deny"
    actions   = ["s3:*"]
    resources = [aws_s3_bucket.policy.arn, "${aws_s3_bucket.policy.arn}/*"]

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
  # Whoever could write the table and the copy too could have the guard forget, and tolerate what is open then. force_destroy deletes
  # versions.
  statement {
    sid       = "OnlyTheFunctionWritesItsMemory"
    effect    = "Deny"
    actions   = concat(["s3:DeleteObject", "s3:PutObject"], var.force_destroy ? [] : ["s3:DeleteObjectVersion"])
    resources = ["${aws_s3_bucket.policy.arn}/${local.memory_prefix}/*"]

    principals {
      type        = "*"
      identifiers = ["*"]
    }

    condition {
      test     = "ArnNotEquals"
      variable = "aws:PrincipalArn"
      values   = [aws_iam_role.function.arn]
    }
  }
}
