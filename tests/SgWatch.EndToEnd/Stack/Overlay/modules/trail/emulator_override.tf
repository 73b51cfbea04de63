# moto's StartLogging knows a trail by its name; the provider calls it with the ARN and is answered with 500.
resource "aws_cloudtrail" "this" {
  enable_logging = false
}
