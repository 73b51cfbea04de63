provider "aws" {
  region = var.region
}

module "sgwatch" {
  source = "../.."

  existing_trail = {
    arn            = var.trail_arn
    log_group_name = var.trail_log_group_name
  }
  cis_alarms = var.trail_log_group_name != null
  emails     = var.emails
  package    = coalesce(var.package, "${path.module}/../../../dist/sgwatch-lambda-arm64.zip")
}
