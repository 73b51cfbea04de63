provider "aws" {
  region = var.region
}

locals {
  member_role_name = "${var.prefix}-member"
  processor        = var.architecture == "arm64" ? "arm64" : "x64"
  organization     = { organization_id = var.organization_id, management_account_id = var.management_account_id }
}

# The hub: the function and everything around it, in the security account.
module "sgwatch" {
  source = "../.."

  prefix                = var.prefix
  tags                  = var.tags
  mode                  = var.mode
  policy_file           = var.policy_file == null ? null : "${path.module}/${var.policy_file}"
  emails                = var.emails
  package               = coalesce(var.package, "${path.module}/../../../dist/sgwatch-lambda-${local.processor}.zip")
  architecture          = var.architecture
  maximum_concurrency   = var.maximum_concurrency
  member_role_name      = local.member_role_name
  external_id           = var.external_id
  findings              = var.findings
  extra_event_rule_arns = [module.organization.rule_arn]
  organization_trail    = var.organization_trail ? local.organization : null
  force_destroy         = var.force_destroy
}

# The members: what every other account gets, and the way from there to the hub.
module "organization" {
  source = "../../modules/organization"

  prefix                     = var.prefix
  tags                       = var.tags
  mode                       = var.mode
  organization_id            = var.organization_id
  organizational_unit_ids    = var.organizational_unit_ids
  regions                    = var.regions
  accounts                   = var.accounts
  external_id                = var.external_id
  security_hub               = contains(var.findings, "security-hub")
  member_role_name           = local.member_role_name
  is_delegated_administrator = var.is_delegated_administrator
  function_role_arn          = module.sgwatch.function_role_arn
  queue_arn                  = module.sgwatch.queue_arn
  dead_letter_queue_arn      = module.sgwatch.dead_letter_queue_arns.deliveries
  kms_key_arn                = module.sgwatch.kms_key_arn
}
