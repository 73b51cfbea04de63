provider "aws" {
  region = var.region
}

module "sgwatch" {
  source = "../.."

  prefix        = var.prefix
  names         = var.names
  tags          = var.tags
  mode          = var.mode
  policy_file   = var.policy_file == null ? null : "${path.module}/${var.policy_file}"
  emails        = var.emails
  display_name  = var.display_name
  package       = coalesce(var.package, "${path.module}/../../../dist/sgwatch-lambda-${var.architecture == "arm64" ? "arm64" : "x64"}.zip")
  architecture  = var.architecture
  force_destroy = var.force_destroy
}
