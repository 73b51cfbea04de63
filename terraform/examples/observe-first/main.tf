provider "aws" {
  region = var.region
}

# Reports what it would do and changes nothing: the function is told so, and its role may not.
# Read the mails for a week or two, mend the policy, then apply with -var mode=enforce.
module "sgwatch" {
  source = "../.."

  mode    = var.mode
  emails  = var.emails
  package = coalesce(var.package, "${path.module}/../../../dist/sgwatch-lambda-arm64.zip")
}
