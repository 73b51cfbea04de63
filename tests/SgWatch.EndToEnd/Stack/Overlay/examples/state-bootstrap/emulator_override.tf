# The provider tries a call that moto answers with 500 again for minutes: a gap is to show at once.
provider "aws" {
  max_retries = 2
}

# moto reads no conditions in a bucket's policy: the denial of calls without TLS would deny them all.
resource "aws_s3_bucket_policy" "state" {
  count = 0
}
